import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readIfThere } from '../../../config/disk/durable-file.ts';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import { RuntimeFile } from './runtime-file.ts';
import { RuntimeMap } from './runtime-map.ts';
import { RuntimeState } from './runtime-state.ts';

const epoch = { number: 3, nodeId: 'a' };

describe('The state of the plant on disk', () => {
  const path = useTemporaryDirectory();
  const warnings: string[] = [];
  const logger = {
    ...{ trace: () => undefined, debug: () => undefined, info: () => undefined, error: () => undefined },
    warn: (text: string) => void warnings.push(text),
  };

  beforeEach(() => warnings.splice(0));

  const start = (highest: typeof epoch | null = epoch) => {
    const tags = new RuntimeMap<number>('tag-values');
    const state = new RuntimeState([tags, new RuntimeMap('alarm-state')]);
    const file = new RuntimeFile(path('runtime'), state, logger);
    file.start(highest);
    return { tags, state, file };
  };

  const runOnce = async () => {
    const { tags, state, file } = start();
    tags.activate(epoch);
    for (let index = 0; index < 5000; index += 1) tags.set(`Tag ${index}`, index);
    tags.delete('Tag 7');
    state.answered({ map: 'tag-values', key: 'Tag 9', value: 9, who: 'olga', at: 1 });
    await file.stop();
  };

  it('[G5] is there again, at its position, when both nodes were off', async () => {
    await runOnce();
    const { tags, state, file } = start();
    expect([tags.size, tags.get('Tag 4999'), tags.get('Tag 7')]).toEqual([4999, 4999, null]);
    expect(tags.position).toEqual({ epoch, sequence: 5001 });
    expect(state.journal.entries.map(({ key, who }) => [key, who])).toEqual([['Tag 9', 'olga']]);
    await file.stop();
  });

  it('[G5] is not taken where it is of an activation that this directory does not know', async () => {
    await runOnce();
    const { tags, file } = start({ number: 2, nodeId: 'a' });
    expect([tags.size, tags.position.epoch]).toEqual([0, null]);
    await file.stop();
  });

  it('[G5] does not keep the node from starting when the file is cut or is nonsense', async () => {
    await runOnce();
    const whole = readFileSync(path('runtime'), 'utf8');
    for (const text of [whole.slice(0, 30_000), whole.slice(0, whole.lastIndexOf('{"journal"')), 'nonsense', '']) {
      writeFileSync(path('runtime'), text);
      const { tags, file } = start();
      expect([tags.size, tags.position.epoch]).toEqual([0, null]);
      await file.stop();
    }
    appendFileSync(path('runtime'), '{"map":5}\n');
    await start().file.stop();
    expect(warnings.length).toBeGreaterThan(0);
  });

  it('[G5] leaves nothing beside it on a disk that it could not be written to', async () => {
    mkdirSync(path('runtime', 'in the way'), { recursive: true });
    const { tags, file } = start();
    tags.activate(epoch);
    await file.stop();
    expect(warnings).toContain('The state of the plant could not be written to disk');
    expect(existsSync(path('runtime.new'))).toBeFalse();
  });

  it('[G5] is written within seconds of a change, while the node runs', async () => {
    jasmine.clock().install();
    const { tags, file } = start();
    tags.activate(epoch);
    tags.set('Level', 1);
    jasmine.clock().tick(5000);
    jasmine.clock().uninstall();
    while (readIfThere(path('runtime')) === null) await nextTurn();
    expect(readFileSync(path('runtime'), 'utf8')).toContain('["Level",1]');
    await file.stop();
  });
});
