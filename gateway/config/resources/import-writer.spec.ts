import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import type { ConfigStore } from './config-store.ts';
import { contentOf, openStore, tagChange } from './config-store.testing.ts';
import { writeImport } from './import-writer.ts';

const logBytes = 20_000;

describe('What is imported', () => {
  const path = useTemporaryDirectory();
  let store: ConfigStore;
  beforeEach(() => (store = openStore(path('a.db'), { logBytes })));
  afterEach(() => store.close());

  it('[G3] leaves a log that is as long as it may be, and changes go on behind it', async () => {
    const before = await store.write([tagChange('T0', '"before"')], 'anna');
    await importTags(() => undefined);
    expect(store.log.bytes()).toBeGreaterThan(logBytes * 0.9);
    expect(store.log.bytes()).toBeLessThan(logBytes * 1.1);
    expect(store.rowsAfter(before, { rows: 1000, bytes: 1_000_000 }).kind).toBe('tooFar');
    expect((await store.write([tagChange('T0', null)], 'ben')).revision).toBe(502);
    expect(store.list('tag', { search: '', offset: 0, limit: 1 }).total).toBe(499);
  });

  it('[G3] is nothing where it failed, and changes go on', async () => {
    await store.write([tagChange('T0', '"before"')], 'anna');
    const before = contentOf(store);
    const fail = () => {
      throw new Error('The file breaks off');
    };
    await expectAsync(importTags(fail)).toBeRejectedWithError('The file breaks off');
    expect(contentOf(store)).toEqual(before);
    expect((await store.write([tagChange('T0', null)], 'ben')).revision).toBe(2);
    expect(store.all()).toEqual([]);
  });

  async function importTags(last: () => void): Promise<void> {
    await store.writeBeside((order) => {
      writeImport({ ...order, modules: [] }, 'anna', function* () {
        for (let at = 0; at < 500; at += 1) yield { type: 'tag', name: `T${at}`, value: { at } };
        last();
      });
      return Promise.resolve();
    });
  }
});
