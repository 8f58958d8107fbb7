import { mkdirSync, rmdirSync } from 'node:fs';
import { DiskProbe } from './disk-probe.ts';
import { runOnSmallDisk } from './full-disk.testing.ts';
import { useTemporaryDirectory } from './temporary-directory.testing.ts';

describe('DiskProbe', () => {
  const path = useTemporaryDirectory();

  it('says that a disk is full within a period, and that it has room again', () => {
    const url = JSON.stringify(new URL('./disk-probe.ts', import.meta.url).href);
    const printed = runOnSmallDisk(`
      const { DiskProbe } = await import(${url});
      const probe = new DiskProbe(directory, { periodMs: 20, leastBytes: 65_536 });
      const change = () => new Promise((resolve) => {
        const off = probe.onChange((problem) => { off(); resolve(problem); });
      });
      await probe.start();
      print([probe.canWrite(), probe.problem()]);
      fill();
      print([await change(), probe.canWrite()]);
      free();
      print([await change(), probe.canWrite()]);
      probe.stop();`);

    expect(printed).toEqual([
      [true, null],
      ['The disk of the data directory is full: less than 64 kB left', false],
      [null, true],
    ]);
  });

  it('finds a disk full whose free space looks enough but cannot be written', () => {
    const url = JSON.stringify(new URL('./disk-probe.ts', import.meta.url).href);
    const printed = runOnSmallDisk(`
      const { DiskProbe } = await import(${url});
      const probe = new DiskProbe(directory, { leastBytes: 0 });
      fill();
      await probe.start();
      print(probe.problem());
      probe.stop();`);

    expect(printed).toEqual([jasmine.stringMatching(/is full: ENOSPC/)]);
  });

  it('says that the directory cannot be written, and when it can', async () => {
    mkdirSync(path('probe'));
    const probe = new DiskProbe(path(), { periodMs: 5 });
    await probe.start();
    expect(probe.canWrite()).toBeFalse();

    const better = new Promise((resolve) => probe.onChange(resolve));
    rmdirSync(path('probe'));

    expect(await better).toBeNull();
    expect(probe.canWrite()).toBeTrue();
    probe.stop();
  });
});
