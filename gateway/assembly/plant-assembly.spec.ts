import { utimesSync } from 'node:fs';
import type { ConfigStore } from '../config/resources/config-store.ts';
import { openStore } from '../config/resources/config-store.testing.ts';
import { ExportFiles } from '../config/resources/export-files.ts';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { Resources } from '../config/resources/resources.ts';
import { quietAlarm } from '../runtime/alarms/evaluate-alarm.ts';
import { masterPlace } from '../security/security.testing.ts';
import { PlantAssembly } from './plant-assembly.ts';

describe('The plant of a gateway', () => {
  const path = useTemporaryDirectory();
  let configuration: ConfigStore;
  let plant: PlantAssembly;
  let isHere = true;
  let kept: string[] | null = [];

  beforeEach(() => {
    configuration = openStore(path('config.db'));
    [isHere, kept] = [true, []];
    const place = { ...masterPlace, isHere: () => isHere };
    const pair = { replicated: () => Promise.resolve(false) };
    const exports = new ExportFiles({ directory: path('exports'), path: configuration.path });
    const silent = { trace: noWord, debug: noWord, info: noWord, warn: noWord, error: noWord };
    plant = new PlantAssembly({
      configuration,
      resources: new Resources({ store: configuration, exports, place, moduleFiles: () => plant.moduleFiles, pair }),
      moduleDirectory: path('modules'),
      mayWrite: () => true,
      nodeId: () => 'node-a',
      nodeName: () => 'A',
      replicated: pair.replicated,
      activeNode: () => null,
      keptModules: () => kept,
      logger: () => silent,
    });
  });

  afterEach(() => {
    plant.stop();
    configuration.close();
  });

  it('[G8] starts on a configuration with a module that a newer version wrote down in its own way', async () => {
    const value = JSON.stringify({ title: 'Forecast', version: '3', sha256: 'a'.repeat(64), bytes: 10, needs: 'more' });
    const change = { provider: 'modules', type: 'module', name: 'forecast', value, expected: null } as const;
    await configuration.write([change], 'anna');
    await expectAsync(plant.start()).toBeResolved();
    expect(plant.modules.list()).toEqual([]);
  });

  it('[P1] goes on telling a page whose alarm went with all that was replaced', async () => {
    await plant.loadSample();
    await plant.start();
    const [name = ''] = plant.plant.alarmsOf(['Tank 1/Level']).map((alarm) => alarm.name);
    const known = new Map(configuration.having('alarm', 'tag', '').map((row) => [row.name, row]));
    const lines: string[] = [];
    const end = plant.livePages.follow('water-works', 'overview', (line) => lines.push(line));
    known.delete(name);
    spyOn(configuration, 'having').and.callFake((type) => (type === 'alarm' ? [...known.values()] : []));
    await plant.restart();
    plant.alarms.set(name, quietAlarm);
    const told = lines.length;
    await until(() => lines.length > told);
    end();
    expect(lines.join('')).toContain(name);
    expect(lines.at(told - 1)).not.toContain(`"name":"${name}"`);
  });

  it('[G3] works again after a restart that failed, as the activity of the node wants it', async () => {
    await plant.loadSample();
    await plant.start();
    plant.follow('Active');
    const having = spyOn(configuration, 'having').and.callFake((type) => {
      if (type === 'alarm') throw new Error('disk I/O error');
      return [];
    });
    await expectAsync(plant.restart()).toBeRejected();
    having.and.callThrough();
    await plant.restart();
    expect((await plant.plant.write('Tank 1/Automatic', { value: false }, 'anna')).written).toBeTrue();
  });

  it('[G5] forgets at activation what was deleted while no node was active, and nothing else', async () => {
    await plant.loadSample();
    await plant.start();
    const sample = { value: 1, quality: 'Good', at: 1 } as const;
    for (const name of ['Tank 1/Level', 'Gone']) plant.tags.set(name, sample);
    plant.alarms.set('Gone too', quietAlarm);
    plant.follow('Active');
    await until(() => plant.tags.get('Gone') === null && plant.alarms.get('Gone too') === null);
    expect(plant.tags.get('Tank 1/Level')).not.toBeNull();
  });

  it('[G5] keeps on a Backup what only its own configuration does not know yet', async () => {
    isHere = false;
    await plant.loadSample();
    await plant.start();
    const sample = { value: 1, quality: 'Good', at: 1 } as const;
    for (const name of ['Tank 1/Level', 'Not heard of yet']) plant.tags.set(name, sample);
    const change = { provider: 'tag-config-resource', type: 'tag', name: 'Tank 1/Level', value: null } as const;
    await configuration.write([{ ...change, expected: 'any' }], 'anna');
    expect(plant.tags.get('Tank 1/Level')).not.toBeNull();
    plant.follow('Active');
    await until(() => plant.tags.get('Tank 1/Level') === null);
    expect(plant.tags.get('Not heard of yet')).toEqual(sample);
  });

  it('[G4] removes the files of modules that nothing names any more, and none that is still needed', async () => {
    const { moduleFiles } = plant;
    const [named, ofNewer, inCopy, unnamed, young] = ['1', '2', '3', '4', '5'].map((text) =>
      moduleFiles.add(Buffer.from(text)),
    );
    for (const sha256 of [named, ofNewer, inCopy, unnamed]) utimesSync(moduleFiles.path(sha256!), 1, 1);
    kept = [inCopy!];
    const value = { title: 'Forecast', version: '3', sha256: named!, bytes: 1 };
    const put = (name: string, text: string) =>
      configuration.write([{ provider: 'modules', type: 'module', name, value: text, expected: null }], 'anna');
    await put('forecast', JSON.stringify(value));
    await put('newer', JSON.stringify({ sha256: ofNewer, needs: 'more' }));
    await plant.start();
    const there = () => [named, ofNewer, inCopy, unnamed, young].map((sha256) => moduleFiles.has(sha256!));
    expect(there()).toEqual([true, true, true, false, true]);
    const change = { provider: 'modules', type: 'module', name: 'forecast', value: null, expected: 'any' } as const;
    await configuration.write([change], 'anna');
    await until(() => !moduleFiles.has(named!));
    kept = null;
    utimesSync(moduleFiles.path(young!), 1, 1);
    await plant.restart();
    expect(there()).toEqual([false, true, true, false, true]);
    kept = [];
    await plant.restart();
    expect(there()).toEqual([false, true, false, false, false]);
  });

  it('[G4] calls a value bad that its module promises and then does not give', async () => {
    const value = JSON.stringify({ dataType: 'number', source: 'module', module: 'forecast', signal: 'rain' });
    const provider = 'tag-config-resource';
    await configuration.write([{ provider, type: 'tag', name: 'Rain', value, expected: null }], 'anna');
    await plant.start();
    const broken = () => Promise.reject(new Error('no answer')) as unknown as number;
    spyOn(plant.modules, 'signal').and.returnValue(broken);
    plant.follow('Active');
    await until(() => plant.tags.get('Rain')?.quality === 'Bad');
    expect(plant.tags.get('Rain')?.value).toBeNull();
  });
});

/** Ends a turn of the loop after it came true. */
function until(isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isTrue()) return;
      clearInterval(timer);
      setImmediate(resolve);
    }, 10);
  });
}

const noWord = () => undefined;
