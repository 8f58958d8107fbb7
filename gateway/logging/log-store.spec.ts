import { readdirSync, writeFileSync } from 'node:fs';
import { logQuery, type LogLine, type LogQuery } from '#contract/logs';
import * as z from 'zod/mini';
import { runOnSmallDisk } from '../config/disk/full-disk.testing.ts';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import type { NewLogLine } from './log-output.ts';
import { LogStore } from './log-store.ts';

describe('LogStore', () => {
  const path = useTemporaryDirectory();
  let stores: LogStore[] = [];

  afterEach(() => {
    stores.forEach((store) => {
      store.stop();
    });
    stores = [];
  });

  it('[D1] answers the newest first, a window at a time, and says how many there are', () => {
    const store = started();
    add(store, 'one', 'two', 'three');

    const { items, metadata } = store.query(query({ limit: 2 }));

    expect(items.map((line) => line.message)).toEqual(['three', 'two']);
    expect(metadata).toEqual({ total: 3, matching: 3, limit: 2, offset: 0 });
    expect(messages(store, { limit: 2, offset: 2 })).toEqual(['one']);
  });

  it('[D1] tails by cursor: only what is newer, oldest first, nothing twice and nothing missed', () => {
    const store = started();
    add(store, 'one', 'two');
    const seen = store.query(query()).items[0]!.id;
    expect(messages(store, { after: seen })).toEqual([]);
    add(store, 'three', 'four', 'five');

    const first = store.query(query({ after: seen, limit: 2 }));

    expect(first.items.map((line) => line.message)).toEqual(['three', 'four']);
    expect(first.metadata).toEqual({ total: 5, matching: 3, limit: 2, offset: 0 });
    expect(messages(store, { after: first.items.at(-1)!.id })).toEqual(['five']);
  });

  it('[D1] filters by level, logger, time and text, all at once', () => {
    const store = started();
    const lines: NewLogLine[] = [
      { timestamp: 1, loggerName: 'redundancy.link', level: 'DEBUG', message: 'Ping 100 % late' },
      { timestamp: 2, loggerName: 'redundancy.link', level: 'WARN', message: 'Link LOST' },
      { timestamp: 3, loggerName: 'redundancy', level: 'ERROR', message: 'No room' },
      { timestamp: 4, loggerName: 'http', level: 'INFO', message: 'Prüfstand GRÜN, 100 pages' },
    ];
    lines.forEach((line) => {
      store.add(line);
    });

    expect(times(store, { minLevel: 'WARN' })).toEqual([3, 2]);
    expect(times(store, { minLevel: 'OFF' })).toEqual([]);
    expect(times(store, { logger: 'redundancy' })).toEqual([3]);
    expect(times(store, { logger: 'redundancy.*' })).toEqual([2, 1]);
    expect(times(store, { startTime: 2, endTime: 3 })).toEqual([3, 2]);
    expect(times(store, { search: 'lost' })).toEqual([2]);
    expect(times(store, { search: 'LINK' })).toEqual([2, 1]);
    expect(times(store, { search: '100 %' })).toEqual([1]);
    expect(times(store, { search: '_' })).toEqual([]);
    expect(times(store, { search: 'grün' })).toEqual([4]);
    expect(times(store, { search: 'li', logger: 'redundancy.*', minLevel: 'INFO', startTime: 1, after: 1 })).toEqual([
      2,
    ]);
    expect(store.query(query({ search: 'lost' })).metadata).toEqual({ total: 4, matching: 1, limit: 200, offset: 0 });
  });

  it('keeps lines, stacks and the order of ids over a restart', () => {
    const first = started();
    first.add({ timestamp: 1, loggerName: 'a', level: 'ERROR', message: 'lost', stack: ['Error: lost', 'at x'] });
    const before = first.query(query()).items[0]!;
    first.stop();

    const second = started();
    add(second, 'after');

    const [after, kept] = second.query(query()).items;
    expect(kept).toEqual(before);
    expect(kept?.stack).toEqual(['Error: lost', 'at x']);
    expect(after?.id).toBeGreaterThan(before.id);
  });

  it('is bounded: the oldest go, the newest stay', () => {
    const store = started({ maxLines: 100 });
    for (let count = 1; count <= 1000; count++) add(store, String(count));
    while (store.query(query({ limit: 1 })).items[0]?.message !== '1000');

    const { items, metadata } = store.query(query({ limit: 1000 }));

    expect(metadata.total).toBe(items.length);
    expect(metadata.total).toBeGreaterThanOrEqual(100);
    expect(metadata.total).toBeLessThanOrEqual(105);
    expect(items.map((line) => Number(line.message))).toEqual(items.map((_, index) => 1000 - index));
  });

  it('writes what was logged within moments, without being asked', () => {
    jasmine.clock().install();
    try {
      add(started(), 'soon');
      jasmine.clock().tick(150);

      expect(messages(started())).toEqual(['soon']);
    } finally {
      jasmine.clock().uninstall();
    }
  });

  it('moves a damaged database away, says so and starts anew, above all ids that a reader has', () => {
    const first = started();
    add(first, 'lost');
    const seen = first.query(query()).items[0]!.id;
    first.stop();
    writeFileSync(path('logs.db'), 'damaged'.repeat(1000));

    const problems: string[] = [];
    const second = started({}, (problem) => problems.push(problem));
    add(second, 'new');

    expect(messages(second, { after: seen })).toEqual(['new']);
    expect(problems).toEqual([jasmine.stringMatching(/is damaged.*moved away/)]);
    expect(readdirSync(path())).toContain('logs.db.damaged');
  });

  it('loses lines on a full disk, never the gateway, says so once, and counts them when there is room', () => {
    const url = JSON.stringify(new URL('./log-store.ts', import.meta.url).href);
    const printed = runOnSmallDisk(`
      const { LogStore } = await import(${url});
      const store = new LogStore(directory + '/logs.db');
      const problems = [];
      const add = (message) => store.add({ timestamp: 1, loggerName: 'a', level: 'INFO', message });
      const newest = () => store.query({ limit: 1, offset: 0 }).items[0].message;
      store.onProblem((problem) => problems.push(problem));
      store.start();
      add('before');
      print(newest());
      fill();
      for (let count = 0; count < 6000; count++) add('x'.repeat(100));
      store.query({ limit: 1, offset: 0 });
      print([newest(), problems]);
      free();
      add('after');
      while (newest() !== 'after');
      const { items, metadata } = store.query({ search: 'could not be kept', limit: 10, offset: 0 });
      print([items[0].message, items[0].level, metadata.total]);
      store.stop();`);

    expect(printed).toEqual([
      'before',
      ['before', [jasmine.stringMatching(/^The log cannot be kept: .*full/)]],
      [jasmine.stringMatching(/^1\d\d\d lines before this one could not be kept$/), 'WARN', jasmine.any(Number)],
    ]);
  });

  function started(options: { maxLines?: number } = {}, onProblem?: (problem: string) => void): LogStore {
    const store = new LogStore(path('logs.db'), options);
    if (onProblem !== undefined) store.onProblem(onProblem);
    store.start();
    stores.push(store);
    return store;
  }
});

function add(store: LogStore, ...texts: string[]): void {
  for (const message of texts) store.add({ timestamp: 1, loggerName: 'a', level: 'INFO', message });
}

function query(wanted: Partial<LogQuery> = {}): LogQuery {
  return z.parse(logQuery, wanted);
}

function messages(store: LogStore, wanted: Partial<LogQuery> = {}): string[] {
  return store.query(query(wanted)).items.map((line) => line.message);
}

function times(store: LogStore, wanted: Partial<LogQuery>): LogLine['timestamp'][] {
  return store.query(query(wanted)).items.map((line) => line.timestamp);
}
