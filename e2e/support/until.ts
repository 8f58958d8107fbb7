import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is neither `null` nor `false`, and gives it. Fails with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | false> | T | null | false,
  timeoutMs = 30_000,
  askAgainMs = 10,
): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() - startedAt > timeoutMs) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await delay(askAgainMs);
  }
}
