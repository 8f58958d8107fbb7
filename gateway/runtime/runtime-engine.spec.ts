import type { TagSample } from '#contract/runtime-tags';
import { PlantAssembly } from '../assembly/plant-assembly.ts';
import type { ConfigStore } from '../config/config-store.ts';
import { openStore } from '../config/config-store.testing.ts';
import { Resources } from '../config/resources.ts';
import { useTemporaryDirectory } from '../config/temporary-directory.testing.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined };
const logger = { ...silent, warn: () => undefined, error: () => undefined };
const by = { author: 'anna', expected: 'any' } as const;

describe('The plant of a node', () => {
  const path = useTemporaryDirectory();
  let configuration: ConfigStore;
  let resources: Resources;
  let plant: PlantAssembly;
  let mayWrite: boolean;

  beforeEach(async () => {
    jasmine.clock().install().mockDate();
    mayWrite = true;
    configuration = openStore(path('config.db'));
    const place = { isHere: () => true, master: () => null };
    resources = new Resources({ store: configuration, place, pair: { replicated: () => Promise.resolve(false) } });
    plant = new PlantAssembly({
      ...{ configuration, resources, moduleDirectory: path('modules'), logger: () => logger },
      nodeId: () => 'a',
      nodeName: () => 'A',
      mayWrite: () => mayWrite,
      replicated: () => Promise.resolve(false),
      activeNode: () => null,
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
    plant.follow('Active');
    mayWrite = false;
    jasmine.clock().tick(2000);
    expect([...plant.tags.keys()]).toEqual([]);
  });

  it('[G1] takes over tags and alarms as they are configured, without a restart', async () => {
    plant.follow('Active');
    await resources.put('tag', 'CPU', { source: 'host', dataType: 'number', metric: 'cpu' }, by);
    jasmine.clock().tick(1500);
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

  async function tank(): Promise<void> {
    const parts = { Level: 'level', Pump: 'pump', Valve: 'valve', Automatic: 'automatic' };
    for (const [name, part] of Object.entries(parts)) {
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
