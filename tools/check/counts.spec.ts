import { jasmineCounts, karmaCounts, playwrightCounts, sum } from './counts.ts';

describe('The count at the end of npm test', () => {
  it('takes what Jasmine says, without what was left out', () => {
    expect(jasmineCounts('....F\n\n12 specs, 1 failure, 2 pending specs\nFinished in 0.3 seconds')).toEqual({
      passed: 9,
      failed: 1,
    });
    expect(jasmineCounts('1 spec, 0 failures')).toEqual({ passed: 1, failed: 0 });
  });

  it('takes the last of the lines that Karma keeps rewriting', () => {
    const lines =
      'Chrome Headless: Executed 1 of 12 SUCCESS (0.1 secs / 0 secs)\r\n' +
      'Chrome Headless: Executed 12 of 12 (3 FAILED) (skipped 1) (0.4 secs / 0.3 secs)\n';
    expect(karmaCounts(lines)).toEqual({ passed: 9, failed: 3 });
    expect(karmaCounts('Chrome Headless: Executed 7 of 7 SUCCESS (0.1 secs / 0 secs)')).toEqual({
      passed: 7,
      failed: 0,
    });
  });

  it('counts a Playwright test that passed only at the second try as failed', () => {
    expect(playwrightCounts('\n  1 failed\n    a.spec.ts:3 › x\n  2 flaky\n  10 passed (1.1m)\n')).toEqual({
      passed: 10,
      failed: 3,
    });
  });

  it('is zero where a step died before it counted anything', () => {
    expect([jasmineCounts(''), karmaCounts(''), playwrightCounts('')]).toEqual(Array(3).fill({ passed: 0, failed: 0 }));
  });

  it('adds the steps up', () => {
    expect(
      sum([
        { passed: 2, failed: 1 },
        { passed: 3, failed: 0 },
      ]),
    ).toEqual({ passed: 5, failed: 1 });
  });
});
