import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ConfigStore } from './config-store.ts';
import { openStore, tagChange } from './config-store.testing.ts';
import { ExportFiles, type ExportFilesParts } from './export-files.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

type Copy = NonNullable<ExportFilesParts['copy']>;

describe('Files of the whole configuration for download', () => {
  const path = useTemporaryDirectory();
  const never = new AbortController().signal;
  let store: ConfigStore;
  beforeEach(() => {
    store = openStore(path('a.db'));
  });
  afterEach(() => store.close());
  const files = (copy?: Copy) =>
    new ExportFiles({ directory: path('exports'), path: store.path, ...(copy !== undefined && { copy }) });

  it('[G3] hold one instant, and are gone when they were taken', async () => {
    await store.write([tagChange('Level', '{"a":1}')], 'anna');
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    const { stream, bytes } = await files().take(never);
    await store.write([tagChange('Level', '{"a":2}')], 'anna');
    const closed = once(stream, 'close');
    const whole = await text(stream);
    await closed;
    expect(Buffer.byteLength(whole)).toBe(bytes);
    expect(JSON.parse(whole)).toEqual(
      jasmine.objectContaining({ resources: [{ type: 'tag', name: 'Level', value: { a: 1 } }] }),
    );
    expect(readdirSync(path('exports'))).toEqual([]);
    expect(timers()).toBe(before);
  });

  it('[G3] are written one after the other, and not at all for whoever left meanwhile', async () => {
    const begun: (() => void)[] = [];
    const exports = files(({ target }) => {
      writeFileSync(target, 'x');
      return new Promise((resolve) => begun.push(() => resolve({ resources: 1, bytes: 1, modules: [] })));
    });
    const left = new AbortController();
    const [first, second] = [exports.take(never), exports.take(left.signal)];
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun.length).toBe(1);
    left.abort();
    begun[0]?.();
    await expectAsync(second).toBeRejected();
    expect(begun.length).toBe(1);
    expect(await text((await first).stream)).toBe('x');
    const third = exports.take(never);
    while (begun.length < 2) await new Promise((resolve) => setImmediate(resolve));
    begun[1]?.();
    expect(await text((await third).stream)).toBe('x');
  });

  it('[G3] that a killed process left are removed at the next start', async () => {
    mkdirSync(path('exports'));
    writeFileSync(path('exports', '1.json'), 'begun');
    files().clear();
    expect(existsSync(path('exports'))).toBe(false);
  });

  it('[G3] that do not fit on the disk are said not to, and leave nothing', async () => {
    const full: Copy = ({ target }) => {
      writeFileSync(target, 'begun');
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
    };
    const exports = files(full);
    for (let times = 0; times < 3; times += 1) {
      await expectAsync(exports.take(never)).toBeRejectedWith(
        jasmine.objectContaining({ code: 'storageFailed', message: jasmine.stringContaining('no space left') }),
      );
    }
    expect(readdirSync(path('exports'))).toEqual([]);
  });

  it('[G3] are given up when nobody takes them, so that others can be', async () => {
    jasmine.clock().install();
    const whole: Copy = ({ target }) => {
      writeFileSync(target, 'x'.repeat(1_000_000));
      return Promise.resolve({ resources: 1, bytes: 1_000_000, modules: [] });
    };
    const exports = files(whole);
    const taken = [await exports.take(never), await exports.take(never)];
    await expectAsync(exports.take(never)).toBeRejected();
    const broken = taken.map(({ stream }) => once(stream, 'error'));
    const closed = taken.map(({ stream }) => new Promise((resolve) => stream.once('close', resolve)));
    jasmine.clock().tick(32_000);
    jasmine.clock().uninstall();
    await Promise.all([...broken, ...closed]);
    const { stream } = await exports.take(never);
    expect((await text(stream)).length).toBe(1_000_000);
  });
});
