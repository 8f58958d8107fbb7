import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import { answerOf, patienceMs } from './copy-watch.ts';

describe('Work in a thread of its own', () => {
  const path = useTemporaryDirectory();
  const run = (script: string) => new Worker(script, { eval: true });
  const watch = { what: 'The work', files: [] };

  it('[G3] is ended when it hangs, and said to have made no progress', async () => {
    const worker = run('for (;;);');
    await once(worker, 'online');
    const ended = once(worker, 'exit');
    jasmine.clock().install();
    const answer = answerOf(worker, { ...watch, files: [path('never-there')] });
    jasmine.clock().tick(patienceMs);
    jasmine.clock().uninstall();
    await expectAsync(answer).toBeRejectedWithError('The work made no progress for 30 s and was given up');
    await ended;
  });

  it('[G3] keeps others waiting until it is gone, where they write into the same file', async () => {
    const gate = path('gate');
    execFileSync('mkfifo', [gate]);
    // The system goes on with what it was asked for, such as to flush a commit: to open this takes until it is written.
    const worker = run(`
      require('node:worker_threads').parentPort.postMessage('begun');
      require('node:fs').openSync(${JSON.stringify(gate)});`);
    await once(worker, 'message');
    jasmine.clock().install();
    const answer = answerOf(worker, { ...watch, holdsOthers: true });
    jasmine.clock().tick(patienceMs);
    jasmine.clock().uninstall();
    await new Promise((resolve) => setImmediate(resolve));
    await expectAsync(answer).toBePending();
    closeSync(openSync(gate, constants.O_RDWR));
    await expectAsync(answer).toBeRejectedWithError(/given up/);
  });

  it('[G3] answers, or says why it cannot', async () => {
    expect(await answerOf<number>(run(`require('node:worker_threads').parentPort.postMessage(7)`), watch)).toBe(7);
    await expectAsync(answerOf(run(`throw new Error('no room')`), watch)).toBeRejectedWithError('no room');
    const early = answerOf(run('process.exit(3)'), watch);
    await expectAsync(early).toBeRejectedWithError('The work ended early, with code 3');
  });

  it('[G3] is waited for as long as it counts on, where no file grows', async () => {
    const worker = run(`require('node:worker_threads').parentPort.once('message', () => process.exit(4))`);
    let count = 0;
    jasmine.clock().install();
    const answer = answerOf(worker, { ...watch, progress: () => count });
    for (; count < 10; count += 1) jasmine.clock().tick(20_000);
    jasmine.clock().uninstall();
    worker.postMessage('end');
    await expectAsync(answer).toBeRejectedWithError('The work ended early, with code 4');
  });

  it('[G3] is ended when nobody waits for it any more', async () => {
    const left = new AbortController();
    const answer = answerOf(run('for (;;);'), { ...watch, signal: left.signal });
    left.abort();
    await expectAsync(answer).toBeRejectedWithError(/ended early/);
    await expectAsync(answerOf(run('for (;;);'), { ...watch, signal: left.signal })).toBeRejectedWithError(
      /ended early/,
    );
  });
});
