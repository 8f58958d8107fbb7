import type { AlarmConfig } from '#contract/resources';
import type { TagSample } from '#contract/runtime-tags';
import { PlantAssembly } from '../assembly/plant-assembly.ts';
import type { ConfigStore } from '../config/resources/config-store.ts';
import { openStore } from '../config/resources/config-store.testing.ts';
import { ExportFiles } from '../config/resources/export-files.ts';
import { Resources } from '../config/resources/resources.ts';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { quietAlarm } from './alarms/evaluate-alarm.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined, error: () => undefined };
const by = { author: 'anna', expected: 'any' } as const;
const high: AlarmConfig = {
  ...{ tag: 'Pressure', condition: 'above', limit: 5, hysteresis: 1, delayMs: 10_000, priority: 'high' },
};
/** Its signal says how often it was asked. */
const counter = `
  export const manifest = { id: 'counter', title: 'Counter', version: '1' };
  let asked = 0;
  export const signals = { asked: () => ++asked };`;

describe('The plant of a node', () => {
  const path = useTemporaryDirectory();
  let configuration: ConfigStore;
  let resources: Resources;
  let plant: PlantAssembly;
  let mayWrite: boolean;
  let warnings: string[];

  beforeEach(async () => {
    jasmine.clock().install().mockDate();
    mayWrite = true;
    warnings = [];
    configuration = openStore(path('config.db'));
    const place = { isHere: () => true, master: () => null };
    const pair = { replicated: () => Promise.resolve(false) };
    resources = new Resources({
      store: configuration,
      exports: new ExportFiles({ directory: path('exports'), path: configuration.path }),
      place,
      pair,
      moduleFiles: () => plant.moduleFiles,
    });
    plant = new PlantAssembly({
      ...{ configuration, resources, moduleDirectory: path('modules') },
      logger: () => ({ ...silent, warn: (message) => warnings.push(message) }),
      nodeId: () => 'a',
      nodeName: () => 'A',
      mayWrite: () => mayWrite,
      replicated: () => Promise.resolve(false),
      activeNode: () => null,
      keptModules: () => [],
    });
    await plant.start();
  });
  afterEach(() => {
    plant.stop();
    configuration.close();
    jasmine.clock().uninstall();
  });

  it('[G1] writes nothing while it is Cold or Warm, and works when it is Active', async () => {
    await tank();
    for (const level of ['Cold', 'Warm'] as const) {
      plant.follow(level);
      jasmine.clock().tick(2000);
      expect([...plant.tags.keys()]).toEqual([]);
    }
    plant.follow('Active');
    jasmine.clock().tick(300);
    expect(value('Level')).toBeCloseTo(40, 0);
  });

  for (const [level, asked] of [
    ['Cold', 1],
    ['Warm', 9],
  ] as const) {
    it(`[G1] asks its sources ${asked - 1} times in two seconds while it is ${level}`, async () => {
      const sha256 = plant.moduleFiles.add(Buffer.from(counter));
      await resources.put('module', 'counter', { title: 'Counter', version: '1', sha256, bytes: counter.length }, by);
      const source = { source: 'module', module: 'counter', signal: 'asked' };
      await resources.put('tag', level, { ...source, dataType: 'number' }, by);
      await plant.restart();
      plant.follow(level);
      jasmine.clock().tick(2000);
      expect(plant.tags.get(level)).toBeNull();
      plant.follow('Active');
      jasmine.clock().tick(250);
      expect(value(level)).toBe(asked);
    });
  }

  it('[G1] goes on where the values of the other node end, without a jump', async () => {
    await tank();
    plant.tags.set('Level', sample(63));
    plant.tags.set('Automatic', sample(false));
    plant.tags.set('Pump', sample(false));
    plant.follow('Warm');
    jasmine.clock().tick(60_000);
    plant.follow('Active');
    jasmine.clock().tick(300);
    expect(value('Level')).toBeGreaterThan(61);
    expect(value('Level')).toBeLessThan(63.1);
  });

  it('[G9] writes nothing behind the fence', async () => {
    await tank();
    await pressure(7);
    plant.follow('Active');
    mayWrite = false;
    jasmine.clock().tick(20_000);
    expect([...plant.tags.keys(), ...plant.alarms.keys()]).toEqual(['Pressure']);
  });

  it('[G1] takes over tags and alarms as they are configured, without a restart', async () => {
    plant.follow('Active');
    await resources.put('tag', 'CPU', { source: 'host', dataType: 'number', metric: 'cpu' }, by);
    jasmine.clock().tick(2500);
    expect(value('CPU')).toEqual(jasmine.any(Number));
    await resources.remove('tag', 'CPU', by);
    expect(plant.tags.get('CPU')).toBeNull();
  });

  it('[G1] says that a tag is bad when its source fails, and keeps the last value', async () => {
    plant.tags.set('Wave', sample(0.5));
    await resources.put('tag', 'Wave', { source: 'module', dataType: 'number', module: 'gone', signal: 'sine' }, by);
    plant.follow('Active');
    jasmine.clock().tick(300);
    expect(plant.tags.get('Wave')).toEqual({ value: 0.5, quality: 'Bad', at: jasmine.any(Number) });
  });

  it('[G1] writes the same value again from time to time, so that its age says that the source lives', async () => {
    await tank();
    plant.follow('Active');
    jasmine.clock().tick(300);
    const first = plant.tags.get('Valve')?.at ?? 0;
    jasmine.clock().tick(3000);
    expect(plant.tags.get('Valve')?.at).toBe(first);
    jasmine.clock().tick(3000);
    expect(plant.tags.get('Valve')?.at).toBeGreaterThan(first);
  });

  it('[G1] goes on counting the delay of an alarm where the other node stopped, to the second', async () => {
    await pressure(7);
    plant.alarms.set('High', { ...quietAlarm, pendingSinceAt: Date.now() - 6000 });
    plant.follow('Active');
    jasmine.clock().tick(3750);
    expect(plant.alarms.get('High')?.active).toBeFalse();
    jasmine.clock().tick(500);
    expect(plant.alarms.get('High')?.active).toBeTrue();
  });

  it('[G1] lets an alarm of the other node stand until its value came back by the hysteresis', async () => {
    await pressure(4.5);
    plant.alarms.set('High', { ...quietAlarm, active: true, occurrence: 'High@1', acknowledgedBy: 'ben' });
    plant.follow('Active');
    jasmine.clock().tick(1000);
    expect(plant.alarms.get('High')).toEqual(jasmine.objectContaining({ active: true, acknowledgedBy: 'ben' }));
    plant.tags.set('Pressure', sample(4));
    jasmine.clock().tick(1000);
    expect(plant.alarms.get('High')).toEqual(jasmine.objectContaining({ active: false, acknowledgedBy: 'ben' }));
  });

  it('[G1] watches for no alarm while another node works', async () => {
    await pressure(7);
    plant.follow('Warm');
    jasmine.clock().tick(60_000);
    expect([...plant.alarms.keys()]).toEqual([]);
  });

  it('[G3] runs what it knows of a configuration of a newer version, and says what it does not', async () => {
    const changes = [
      { type: 'tag', name: 'New', value: '{"source":"opc","dataType":"number"}', expected: null },
      { type: 'alarm', name: 'New', value: '{"when":"calm"}', expected: null },
      { type: 'alarm', name: 'Torn', value: '{"tag":', expected: null },
    ];
    await configuration.write(
      changes.map((change) => ({ ...change, provider: 'tag-config-resource' as const })),
      'a newer Master',
    );
    await resources.put('tag', 'CPU', { source: 'host', dataType: 'number', metric: 'cpu' }, by);
    plant.follow('Active');
    jasmine.clock().tick(2500);
    expect(warnings).toEqual([
      'The tag New does not run: this version does not know its kind',
      'The alarm New does not run: this version does not know its kind',
      'The alarm Torn does not run: this version does not know its kind',
    ]);
    expect(plant.plant.tag('New').quality).toBe('Bad');
    expect(value('CPU')).toEqual(jasmine.any(Number));
  });

  it('[G1] shows the sample project where nothing was ever configured, and nowhere else', async () => {
    await plant.loadSample();
    const { revision } = configuration.found();
    expect(plant.plant.listTags({ project: 'water-works', search: '', limit: 100, offset: 0 }).items.length).toBe(9);
    await resources.remove('project', 'water-works', by);
    await plant.loadSample();
    expect(configuration.found().revision).toBe(revision + 1);
    expect(configuration.get('project', 'water-works')).toBeNull();
  });

  it('[G5] keeps no value of another type, nor of what is gone after everything was replaced', async () => {
    plant.follow('Active');
    plant.tags.set('Note', sample('calm'));
    plant.tags.set('Gone', sample(1));
    plant.alarms.set('Gone', quietAlarm);
    await resources.put('tag', 'Note', { source: 'memory', dataType: 'number' }, by);
    expect(plant.tags.get('Note')).toBeNull();
    await plant.restart();
    while (plant.tags.get('Gone') !== null) await new Promise((resolve) => setImmediate(resolve));
    expect([...plant.tags.keys(), ...plant.alarms.keys()]).toEqual([]);
  });

  it('[G5] is restarted without a look at each value in one go, however many there are', async () => {
    for (let at = 0; at < 1000; at += 1) plant.tags.set(`T${at}`, sample(at));
    const looked = spyOn(configuration, 'get').and.callThrough();
    for (const level of ['Warm', 'Active'] as const) {
      plant.follow(level);
      looked.calls.reset();
      await plant.restart();
      expect(looked.calls.count()).toBeLessThanOrEqual(level === 'Warm' ? 0 : 250);
    }
    while (plant.tags.get('T0') !== null) await new Promise((resolve) => setImmediate(resolve));
    expect([...plant.tags.keys()]).toEqual([]);
  });

  it('[G1] leaves the pump to people where no tag says that the level switches it', async () => {
    await tank('Level', 'Pump', 'Valve');
    plant.tags.set('Pump', sample(true));
    plant.tags.set('Level', sample(90));
    plant.follow('Active');
    jasmine.clock().tick(1000);
    expect(value('Pump')).toBeTrue();
  });

  async function pressure(worth: number): Promise<void> {
    await resources.put('tag', 'Pressure', { source: 'memory', dataType: 'number' }, by);
    await resources.put('alarm', 'High', high, by);
    plant.tags.set('Pressure', sample(worth));
  }

  async function tank(...names: ('Level' | 'Pump' | 'Valve' | 'Automatic')[]): Promise<void> {
    const parts = { Level: 'level', Pump: 'pump', Valve: 'valve', Automatic: 'automatic' };
    for (const [name, part] of Object.entries(parts)) {
      if (names.length > 0 && !names.includes(name as keyof typeof parts)) continue;
      const dataType = part === 'level' ? 'number' : 'boolean';
      await resources.put('tag', name, { source: 'simulated', dataType, equipment: 'Tank', part }, by);
    }
  }

  function value(name: string): TagSample['value'] {
    return plant.tags.get(name)?.value ?? null;
  }

  function sample(worth: TagSample['value']): TagSample {
    return { value: worth, quality: 'Good', at: Date.now() };
  }
});
