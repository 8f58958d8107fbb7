/** Specs of one step, as its reporter counted them. */
export interface Counts {
  passed: number;
  failed: number;
}

export const none: Counts = { passed: 0, failed: 0 };

export function sum(all: Counts[]): Counts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), none);
}

/** Jasmine on Node: `12 specs, 1 failure, 2 pending specs`. */
export function jasmineCounts(output: string): Counts {
  const match = last(output, /(\d+) specs?, (\d+) failures?(?:, (\d+) pending specs?)?/g);
  const [specs, failed, pending] = numbers(match);
  return { passed: specs - failed - pending, failed };
}

/** Karma: `Executed 11 of 12 (1 FAILED) (skipped 1) (0.4 secs / 0.3 secs)`. */
export function karmaCounts(output: string): Counts {
  const match = last(output, /Executed (\d+) of \d+(?:[^\n]*?\((\d+) FAILED\))?/g);
  const [executed, failed] = numbers(match);
  return { passed: executed - failed, failed };
}

/** Playwright: `  1 failed`, `  12 passed (1.1m)`; a test that never ran because another failed is no pass. */
export function playwrightCounts(output: string): Counts {
  const [passed] = numbers(last(output, /^\s+(\d+) passed\b/gm));
  const [failed] = numbers(last(output, /^\s+(\d+) failed\b/gm));
  const [flaky] = numbers(last(output, /^\s+(\d+) flaky\b/gm));
  return { passed, failed: failed + flaky };
}

function last(text: string, pattern: RegExp): RegExpMatchArray | undefined {
  return [...text.matchAll(pattern)].at(-1);
}

function numbers(match: RegExpMatchArray | undefined): [number, number, number] {
  const [a, b, c] = [1, 2, 3].map((group) => Number(match?.[group] ?? 0));
  return [a ?? 0, b ?? 0, c ?? 0];
}
