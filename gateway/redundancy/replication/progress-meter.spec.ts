import { ProgressMeter } from './progress-meter.ts';

describe('The progress of a full synchronisation', () => {
  let elapsedMs: number;
  let meter: ProgressMeter;
  const pass = (ms: number, bytes: number) => {
    elapsedMs += ms;
    meter.reach(bytes);
  };

  beforeEach(() => {
    elapsedMs = 5000;
    meter = new ProgressMeter({ now: () => 1_700_000_000_000, elapsed: () => elapsedMs });
  });

  it('[S11] has the rate of what came, not of what was there when it went on', () => {
    meter.begin(600, 1000);
    expect(meter.facts()?.bytesPerSec).toBeNull();
    pass(500, 700);
    expect(meter.facts()).toEqual({
      ...{ scope: 'configuration', bytes: 700, totalBytes: 1000 },
      ...{ startedAt: 1_700_000_000_000, bytesPerSec: 200 },
    });
    pass(500, 900);
    expect(meter.facts()?.bytesPerSec).toBe(300);
  });

  it('[S11] never goes back, and is over when it ends', () => {
    meter.begin(0, 1000);
    pass(100, 300);
    pass(100, 200);
    expect(meter.facts()?.bytes).toBe(300);
    meter.end();
    pass(100, 400);
    expect(meter.facts()).toBeNull();
  });
});
