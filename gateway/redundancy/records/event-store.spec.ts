import { Database } from '../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { ActivityEvents } from '../activity/activity-events.ts';
import type { ActivityState } from '../activity/activity-types.ts';
import { snapshot, StoryNode } from '../activity/activity.testing.ts';
import { EventStore, type NewEvent } from './event-store.ts';
import { RecordStore } from './record-store.ts';
import { redundancyMigrations } from './redundancy-database.ts';

const all = { limit: 1000, offset: 0 };

describe('The redundancy events', () => {
  const path = useTemporaryDirectory();
  const warnings: string[] = [];
  let database: Database;
  let records: RecordStore;
  const note = (message: string) => void warnings.push(message);
  const logger = { trace: note, debug: note, info: note, warn: note, error: note };
  const open = () => {
    database = new Database(path('redundancy.db'), { migrations: redundancyMigrations });
    database.open();
    records = new RecordStore({ database, nodeId: () => 'a', now: () => 7, most: { events: 100 } });
    return new EventStore({ records, logger });
  };
  const stalled = (reason: string): NewEvent => ({
    severity: 'warning',
    reasonCode: 'stalled',
    reason,
    provider: null,
  });
  afterEach(() => database.close());

  it('[S8] survive a restart, with ids that go on', () => {
    open().add(stalled('before'));
    database.close();
    const events = open();
    events.add(stalled('after'));
    expect(events.query(all).items.map(({ id, reason }) => [id, reason])).toEqual([
      [2, 'after'],
      [1, 'before'],
    ]);
  });

  it('[S8] are bounded: the oldest go', () => {
    const events = open();
    for (let at = 1; at <= 300; at += 1) events.add(stalled(`${at}`));
    const { items, metadata } = events.query(all);
    expect(metadata.total).toBe(100);
    expect(items[0]?.reason).toBe('300');
  });

  it('[S8] are paged by when they happened, also those of the other node that came late', () => {
    const events = open();
    const happened = (origin: string, at: number) => {
      const value = JSON.stringify(stalled(`${origin} ${at}`));
      records.take('events', [{ origin, sequence: at * 10, at, value }]);
    };
    for (const at of [100, 300, 300.5, 500]) happened('a', at);
    for (const at of [200, 300, 400]) happened('b', at);
    const page = (query: { before?: number; after?: number }) => events.query({ limit: 3, offset: 0, ...query }).items;
    const reasons = (items: { reason: string }[]) => items.map(({ reason }) => reason);
    const first = page({});
    expect(reasons(first)).toEqual(['a 500', 'b 400', 'a 300.5']);
    happened('b', 250);
    happened('a', 600);
    const second = page({ before: first.at(-1)?.id ?? 0 });
    expect(reasons(second)).toEqual(['b 300', 'a 300', 'b 250']);
    const third = page({ before: second.at(-1)?.id ?? 0 });
    expect(reasons(third)).toEqual(['b 200', 'a 100']);
    const came = Math.max(...first.map(({ id }) => id));
    expect(reasons(page({ after: came }))).toEqual(['b 250', 'a 600']);
  });

  it('[S8] that are gone have none before them', () => {
    const events = open();
    for (let at = 1; at <= 101; at += 1) events.add(stalled(`${at}`));
    expect(events.query({ ...all, before: 1 }).items).toEqual([]);
    expect(events.query({ ...all, before: 3 }).items.map(({ reason }) => reason)).toEqual(['2']);
  });

  it('[S8] cost nothing but themselves when they cannot be written', () => {
    const events = open();
    database.run('DROP TABLE records');
    events.add(stalled('lost'));
    expect(warnings.at(-1)).toBe('An event could not be kept: lost');
  });

  it('[S8] tell every change of the activity level once, with its reason', () => {
    const events = open();
    const levelOf = ({ level }: ActivityState) => (level === 'Standby' ? 'Warm' : level);
    const seen = new ActivityEvents({ levelOf, add: (event) => events.add(event), changed: () => undefined });
    seen.see(state('Undecided'), []);
    seen.see(state('Standby', 'Active'), []);
    seen.see(state('Standby', 'Active'), []);
    const epoch = { number: 2, nodeId: 'a' };
    seen.see(state('Active'), [{ type: 'activated', epoch, cause: 'nodeLost', reason: null }]);
    seen.see(state('Standby'), [{ type: 'deactivated', because: 'handover' }]);
    seen.see(state('Standby'), [{ type: 'stallNoticed', gapMs: 1234.5 }]);
    expect(events.query({ ...all, after: 0 }).items.map(({ severity, reason }) => [severity, reason])).toEqual([
      ['info', 'Undecided → Warm: the other node is active'],
      ['warning', 'Warm → Active: the other node was lost'],
      ['info', 'Active → Warm: the work was handed over'],
      ['warning', 'This process stood still for 1235 ms'],
    ]);
  });
});

type Level = ActivityState['level'];

function state(level: Level, peerLevel?: Level): ActivityState {
  return { ...new StoryNode().state, level, peer: peerLevel === undefined ? null : snapshot({ level: peerLevel }) };
}
