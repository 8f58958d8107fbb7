import type { NewEvent } from '../records/event-store.ts';
import { FullSyncRate } from './full-sync-rate.ts';

const minute = 60_000;

describe('Full synchronisations that nobody asked for', () => {
  let now: number;
  let times: number[];
  let said: NewEvent[];
  const rate = () =>
    new FullSyncRate({
      countSince: (at) => times.filter((each) => each >= at).length,
      event: (event) => said.push(event),
      now: () => now,
    });
  const happen = (to: FullSyncRate, atMinute: number) => {
    now = atMinute * minute;
    times.push(now);
    to.noted();
  };

  beforeEach(() => {
    [now, times, said] = [0, [], []];
  });

  it('[S14] are a loop when there are three in ten minutes, which is said once', () => {
    const watch = rate();
    for (const at of [1, 5]) happen(watch, at);
    expect(watch.isLoop).toBeFalse();
    for (const at of [10, 12, 14]) happen(watch, at);
    expect(watch.isLoop).toBeTrue();
    expect(said.map(({ reasonCode, severity }) => [reasonCode, severity])).toEqual([['syncLoop', 'warning']]);
  });

  it('[S14] are no loop when they are seldom, and count for an hour', () => {
    const watch = rate();
    for (const at of [0, 11, 22, 33]) happen(watch, at);
    expect(said).toEqual([]);
    expect(watch.lastHour).toBe(4);
    now = 72 * minute;
    expect(watch.lastHour).toBe(2);
  });

  it('[S14] are said again when the loop goes on after ten minutes, and counted over a restart', () => {
    const watch = rate();
    for (const at of [1, 2, 3, 14, 15, 16]) happen(watch, at);
    expect(said.length).toBe(2);
    expect(rate().isLoop).toBeTrue();
  });
});
