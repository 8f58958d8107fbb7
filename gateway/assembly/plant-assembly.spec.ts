import type { ConfigStore } from '../config/config-store.ts';
import { openStore } from '../config/config-store.testing.ts';
import { useTemporaryDirectory } from '../config/temporary-directory.testing.ts';
import { Resources } from '../config/resources.ts';
import { masterPlace } from '../security/security.testing.ts';
import { PlantAssembly } from './plant-assembly.ts';

describe('The plant of a gateway', () => {
  const path = useTemporaryDirectory();
  let configuration: ConfigStore;
  let plant: PlantAssembly;

  beforeEach(() => {
    configuration = openStore(path('config.db'));
    const pair = { replicated: () => Promise.resolve(false) };
    const silent = { trace: noWord, debug: noWord, info: noWord, warn: noWord, error: noWord };
    plant = new PlantAssembly({
      configuration,
      resources: new Resources({ store: configuration, place: masterPlace, hasModule: () => false, pair }),
      moduleDirectory: path('modules'),
      mayWrite: () => true,
      nodeId: () => 'node-a',
      nodeName: () => 'A',
      replicated: pair.replicated,
      activeNode: () => null,
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

  it('[G4] calls a value bad that its module promises and then does not give', async () => {
    const value = JSON.stringify({ dataType: 'number', source: 'module', module: 'forecast', signal: 'rain' });
    const provider = 'tag-config-resource';
    await configuration.write([{ provider, type: 'tag', name: 'Rain', value, expected: null }], 'anna');
    await plant.start();
    const broken = () => Promise.reject(new Error('no answer')) as unknown as number;
    spyOn(plant.modules, 'signal').and.returnValue(broken);
    plant.follow('Active');
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (plant.tags.get('Rain')?.quality !== 'Bad') return;
        clearInterval(timer);
        setImmediate(resolve);
      }, 10);
    });
    expect(plant.tags.get('Rain')?.value).toBeNull();
  });
});

const noWord = () => undefined;
