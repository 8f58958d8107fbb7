import { syncMovement, whileItMoves } from './while-it-moves.ts';

describe('The time that a full synchronisation may take', () => {
  let bytes: number | null;
  const fullSync = () => ({
    progress:
      bytes === null
        ? null
        : { scope: 'configuration' as const, bytes, totalBytes: 1000, startedAt: 1, bytesPerSec: null },
  });
  const movement = syncMovement({ fullSync }, () => ({ syncTimoutSecs: 60 }));

  beforeEach(() => {
    jasmine.clock().install();
    bytes = null;
  });
  afterEach(() => jasmine.clock().uninstall());

  it('[S4] has no limit while it moves', async () => {
    let finish: (done: boolean) => void = () => undefined;
    const work = whileItMoves(new Promise<boolean>((resolve) => (finish = resolve)), movement);
    for (bytes = 0; bytes < 100; bytes += 1) jasmine.clock().tick(50_000);
    finish(true);
    expect(await work).toBeTrue();
  });

  it('[S4] is over when it stands still for as long as Sync Timeout says', async () => {
    const work = whileItMoves(new Promise<boolean>(() => undefined), movement);
    jasmine.clock().tick(59_000);
    bytes = 500;
    jasmine.clock().tick(61_000);
    expect(await work).toBeNull();
  });

  it('[S4] leaves what fails as it is', async () => {
    await expectAsync(whileItMoves(Promise.reject(new Error('no link')), movement)).toBeRejectedWithError('no link');
  });
});
