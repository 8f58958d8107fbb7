import { once } from 'node:events';
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

  it('[G3] answers, or says why it cannot', async () => {
    expect(await answerOf<number>(run(`require('node:worker_threads').parentPort.postMessage(7)`), watch)).toBe(7);
    await expectAsync(answerOf(run(`throw new Error('no room')`), watch)).toBeRejectedWithError('no room');
    const early = answerOf(run('process.exit(3)'), watch);
    await expectAsync(early).toBeRejectedWithError('The work ended early, with code 3');
  });
});
