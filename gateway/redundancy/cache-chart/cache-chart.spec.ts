import { cacheSeries, type Charts } from '#contract/charts';
import { Database } from '../../config/disk/database.ts';
import { tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { masterPlace } from '../../security/security.testing.ts';
import { CacheChart } from './cache-chart.ts';
import { redundancyMigrations } from '../records/redundancy-database.ts';
import { carry, link, SynchronisedNode } from '../synchronisation/synchronisation.testing.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The beginning of two hours: in so long a time as 30 days they are drawn together. */
const begin = 1_700_000_000_000 - (1_700_000_000_000 % (2 * hour));

describe('The chart of what is kept for the Backup', () => {
  const path = useTemporaryDirectory();
  const logger = { trace: note, debug: note, info: note, warn: note, error: note };
  let now = begin;
  let database: Database;
  let chart: CacheChart;
  const open = () => {
    database = new Database(path('redundancy.db'), { migrations: redundancyMigrations });
    database.open();
    chart = new CacheChart({ database, now: () => now, logger });
  };
  const measured = (updates: number) => chart.add({ updates, bytes: updates * 200, logBytes: 5000 });
  const updates = (from?: number, to?: number) =>
    pointsOf(chart.query({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }));
  beforeEach(() => {
    now = begin;
    open();
  });
  afterEach(() => database.close());

  it('[S5] tells number and bytes second by second, and the size of the log', () => {
    for (const each of [0, 3, 7, 0]) {
      measured(each);
      now += 1000;
    }
    const { series, since } = chart.query({});
    expect(since).toBe(begin);
    expect(series.map(({ name, unit }) => [name, unit])).toEqual([
      ['Cached updates', 'updates'],
      ['Cached bytes', 'bytes'],
      ['Log of changes', 'bytes'],
    ]);
    expect(series.map(({ points }) => points[2])).toEqual([
      [begin + 2000, 7],
      [begin + 2000, 1400],
      [begin + 2000, 5000],
    ]);
  });

  it('[S5] loses no peak: of each second the highest counts, and of what is drawn together too', () => {
    measured(2);
    measured(90);
    measured(0);
    for (now += 1000; now < begin + hour; now += 1000) measured(1);
    expect(updates().length).toBeLessThanOrEqual(361);
    expect(updates().length).toBeGreaterThan(300);
    expect(updates()[0]).toEqual([begin, 90]);
    expect(updates(begin + minute).every(([, value]) => value === 1)).toBeTrue();
  });

  it('[S5] tells of the time that is asked for, and of no other', () => {
    for (; now < begin + 10 * minute; now += 1000) measured(5);
    const found = updates(begin + minute, begin + 2 * minute);
    expect(found.length).toBe(61);
    expect(found[0]).toEqual([begin + minute, 5]);
    expect(found.at(-1)).toEqual([begin + 2 * minute, 5]);
    expect(updates(begin + 2 * day)).toEqual([]);
  });

  it('[S5] survives a restart', () => {
    measured(7);
    chart.start();
    chart.stop();
    database.close();
    open();
    expect(updates()).toEqual([[begin, 7]]);
  });

  it('[S5] reaches back 30 days, coarser the older it is, and keeps no more', () => {
    for (const at of [0, 10 * day, 39 * day, 40 * day - minute, 40 * day]) {
      now = begin + at;
      measured(at / minute + 1);
      updates();
    }
    expect(updates().map(([at]) => (at - begin) / day)).toEqual([10, 39, 40 - 2 / 24, 40]);
    expect(updates(now - 5 * minute)).toEqual([
      [now - minute, 40 * 1440],
      [now, 40 * 1440 + 1],
    ]);
    expect(chart.query({}).since).toBe(begin + 10 * day);
  });

  it('[S5] is empty before the first measurement', () => {
    expect(chart.query({}).since).toBeNull();
    expect(updates()).toEqual([]);
  });
});

describe('A pair', () => {
  const path = useTemporaryDirectory();

  it('[S5] has the chart of its Master rise with each change while the Backup is away, and fall when it is back', async () => {
    const master = new SynchronisedNode('Master', (name) => path(`master-${name}`), masterPlace);
    const backup = new SynchronisedNode('Backup', (name) => path(`backup-${name}`), masterPlace);
    try {
      link(master, backup);
      master.synchronisation.unlinked();
      backup.synchronisation.unlinked();
      for (let at = 1; at <= 4; at += 1) {
        master.elapsedMs += 1000;
        await master.configuration.write([tagChange(`T${at}`, '1')], 'anna');
      }
      expect(pointsOf(master.records.cache.query({})).slice(-4)).toEqual(
        [1, 2, 3, 4].map((count) => [1_700_001_000_000 + count * 1000, count]),
      );
      master.elapsedMs += 1000;
      link(master, backup);
      carry(master, backup);
      master.elapsedMs += 1000;
      await master.configuration.write([tagChange('T5', '1')], 'anna');
      expect(pointsOf(master.records.cache.query({})).at(-1)?.[1]).toBe(1);
      expect(backup.records.cache.query({}).since).toBeNull();
    } finally {
      master.stop();
      backup.stop();
    }
  });
});

function pointsOf({ series }: Charts): [number, number][] {
  return series.find(({ name }) => name === cacheSeries.updates)!.points;
}

function note(): void {
  return undefined;
}
