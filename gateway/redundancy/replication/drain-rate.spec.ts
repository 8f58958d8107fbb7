import { DrainRate } from './drain-rate.ts';

describe('How fast a backlog is taken', () => {
  let nowMs: number;
  let rate: DrainRate;
  const acknowledge = (atMs: number, count: number) => {
    nowMs = atMs;
    rate.add(count);
  };

  beforeEach(() => {
    nowMs = 0;
    rate = new DrainRate(() => nowMs);
  });

  it('[S7] is that of now, however long nothing could be taken before', () => {
    for (let part = 0; part < 6; part += 1) acknowledge(60_000 + part * 100, 6000);
    expect(rate.perSecond()).toBe(36_000 / 0.5);
  });

  it('[S7] is that of the last ten seconds while it goes on', () => {
    for (let second = 0; second < 60; second += 1) acknowledge(second * 1000, second < 40 ? 5000 : 20);
    nowMs += 500;
    expect(rate.perSecond()).toBeLessThan(22);
  });

  it('[S7] falls as nothing more is taken, and is not known after ten seconds', () => {
    acknowledge(1000, 200);
    nowMs = 5000;
    expect(rate.perSecond()).toBe(50);
    nowMs = 11_000;
    expect(rate.perSecond()).toBeNull();
  });

  it('[S7] is not that of the time before the link broke', () => {
    acknowledge(1000, 200);
    for (let part = 0; part < 6; part += 1) acknowledge(6000 + part * 100, 6000);
    expect(rate.perSecond()).toBe(36_000 / 0.5);
  });

  it('[S7] is not known before anything was taken', () => {
    expect(rate.perSecond()).toBeNull();
  });
});
