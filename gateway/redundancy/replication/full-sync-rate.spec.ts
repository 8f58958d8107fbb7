import type { NewEvent } from '../records/event-store.ts';
import { FullSyncRate } from './full-sync-rate.ts';

const minute = 60_000;
const configuration: Pick<NewEvent, 'reasonCode' | 'provider'> = { reasonCode: 'fullSyncDataOnly', provider: null };
const tagValues: typeof configuration = { reasonCode: 'runtimeFullSync', provider: 'tag-values' };
const alarms: typeof configuration = { reasonCode: 'runtimeFullSync', provider: 'alarm-state' };
const modules: typeof configuration = { reasonCode: 'fullSyncFull', provider: 'modules' };
const differs: typeof configuration = { reasonCode: 'digestMismatch', provider: 'tag-values' };

describe('Full synchronisations that nobody asked for', () => {
  let elapsedMs: number;
  let wallAt: number;
  let written: (NewEvent & { at: number })[];
  const rate = () => {
    const watch = new FullSyncRate({
      own: (reasons, from, to) =>
        written.filter(({ reasonCode, at }) => reasons.includes(reasonCode) && at >= from && at <= to),
      write: (event) => written.push({ ...event, at: wallAt }),
      now: () => wallAt,
      elapsed: () => elapsedMs,
    });
    watch.start();
    return watch;
  };
  const pass = (ms: number) => {
    elapsedMs += ms;
    wallAt += ms;
    jasmine.clock().tick(ms);
  };
  const happen = (to: FullSyncRate, atMinute: number, what = configuration) => {
    pass(Math.round(atMinute * minute) - elapsedMs);
    const severity = what === differs ? 'error' : 'info';
    to.add({ ...what, severity, reason: 'sent again' });
  };
  const said = (code = 'syncLoop') => written.filter(({ reasonCode }) => reasonCode === code);

  beforeEach(() => {
    jasmine.clock().install();
    [elapsedMs, wallAt, written] = [0, 1_700_000_000_000, []];
  });
  afterEach(() => jasmine.clock().uninstall());

  it('[S14] are a loop when there are three in ten minutes, which is said once', () => {
    const watch = rate();
    for (const at of [1, 5]) happen(watch, at);
    expect(watch.isLoop).toBeFalse();
    for (const at of [10, 12, 14]) happen(watch, at);
    expect(watch.isLoop).toBeTrue();
    expect(said().map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('[S14] are no loop when they are seldom, and count for an hour', () => {
    const watch = rate();
    for (const at of [0, 11, 22, 33]) happen(watch, at);
    expect(said()).toEqual([]);
    expect(watch.lastHour).toBe(4);
    pass(39 * minute);
    expect(watch.lastHour).toBe(2);
  });

  it('[S14] are said again when the loop goes on after ten minutes, and counted over a restart', () => {
    const watch = rate();
    for (const at of [1, 2, 3, 14, 15, 16]) happen(watch, at);
    expect(said().length).toBe(2);
    expect(rate().isLoop).toBeTrue();
    expect(rate().lastHour).toBe(6);
  });

  for (const [what, repeated] of Object.entries({ modules, 'runtime state': tagValues })) {
    it(`[S14] are a loop of ${what} as well, which its event names`, () => {
      const watch = rate();
      for (const at of [1, 2, 3]) happen(watch, at, repeated);
      expect(watch.isLoop).toBeTrue();
      expect(said().map(({ provider }) => provider)).toEqual([repeated.provider]);
    });
  }

  it('[S14] are not those that somebody asked for', () => {
    const watch = rate();
    for (const at of [1, 2, 3]) happen(watch, at, { ...configuration, reasonCode: 'fullSyncAsked' });
    expect({ isLoop: watch.isLoop, lastHour: watch.lastHour }).toEqual({ isLoop: false, lastHour: 0 });
    expect(said('fullSyncAsked').length).toBe(3);
  });

  it('[S14] are no loop when each was of something else, as when a Backup is new', () => {
    const watch = rate();
    for (const what of [configuration, modules, tagValues, alarms]) happen(watch, 1, what);
    expect(watch.isLoop).toBeFalse();
    expect(watch.lastHour).toBe(4);
    expect(watch.lastHourOf).toEqual({ configuration: 1, modules: 1, 'tag-values': 1, 'alarm-state': 1 });
  });

  it('[S14] count as many as there were, and push nothing out of the history, however long it lasts', () => {
    const watch = rate();
    for (let tenth = 0; tenth < 600; tenth += 1) {
      happen(watch, tenth / 10, tagValues);
      happen(watch, tenth / 10, differs);
    }
    expect(watch.lastHour).toBe(600);
    const lasting = said('digestMismatch').map(({ reason }) => reason);
    expect(lasting.slice(0, 2)).toEqual(['sent again', 'sent again (99 times more within ten minutes)']);
    expect(said('runtimeFullSync')[3]?.reason).toBe('sent again (97 times more within ten minutes)');
    expect(written.length).toBeLessThan(25);
  });

  it('[S14] push nothing out of the history where the Backup refuses each of them, every half a minute for a day', () => {
    const watch = rate();
    for (let tenth = 0; tenth < 14_400; tenth += 5) {
      happen(watch, tenth / 10);
      watch.add({ reasonCode: 'fullSyncFailed', severity: 'error', reason: 'no room', provider: null });
    }
    expect(watch.lastHour).toBe(121);
    expect(written.length).toBeLessThan(500);
    expect(said('fullSyncDataOnly')[10]?.reason).toBe('sent again (10 times more within ten minutes)');
    expect(said('fullSyncFailed')[3]?.reason).toBe('no room (17 times more within ten minutes)');
  });

  it('[S14] are said one by one again when they had stopped', () => {
    const watch = rate();
    for (const at of [0, 1, 2]) happen(watch, at, differs);
    for (const at of [40, 41]) happen(watch, at, differs);
    watch.stop();
    expect(said('digestMismatch').map(({ reason }) => reason)).toEqual([
      'sent again',
      'sent again (2 times more within ten minutes)',
      'sent again',
      'sent again (once more within ten minutes)',
    ]);
  });

  it('[S14] are counted, and said again, by no clock that somebody sets', () => {
    const watch = rate();
    for (const at of [1, 2, 3]) happen(watch, at);
    wallAt -= 30 * minute;
    for (const at of [14, 15, 16]) happen(watch, at);
    expect(said().length).toBe(2);
    pass(11 * minute);
    expect(watch.isLoop).toBeFalse();
    // What the clock says is still to come was before it was set back.
    expect(rate().lastHour).toBe(3);
  });
});
