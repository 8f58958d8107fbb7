import { freshness } from './freshness.ts';

describe('A value that is asked for each second', () => {
  for (const [ageMs, expected] of [
    [0, 'live'],
    [2500, 'live'],
    [2501, 'stale'],
    [10_000, 'stale'],
    [10_001, 'lost'],
  ] as const) {
    it(`is ${expected} when it is ${ageMs} ms old`, () => {
      expect(freshness(5000, 5000 + ageMs, 1000)).toBe(expected);
    });
  }

  it('is live when the clock has not ticked since it came', () => {
    expect(freshness(5000, 4200, 1000)).toBe('live');
  });

  it('is lost when it never came', () => {
    expect(freshness(null, 5000, 1000)).toBe('lost');
  });
});
