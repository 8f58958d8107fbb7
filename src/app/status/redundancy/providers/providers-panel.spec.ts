import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import type { Provider, Providers } from '#contract/providers';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import type { Failure } from '../../../gateways/failure.ts';
import type { NodeFacts } from '../../../gateways/gateways-state.ts';
import type { Heard } from '../../../gateways/poll-pair.ts';
import { ProvidersPanel } from './providers-panel.ts';
import { ProvidersPanelHarness } from './providers-panel.harness.ts';
import { providersView } from './providers-view.ts';
import { knownFacts } from '../redundancy.testing.ts';
import { providerList, someProvider } from '../replication.testing.ts';

const sends = { direction: 'sends' } as const;
const aSends = 'A sends to B';
const bReceives = 'B receives from A';
const tags = 'Tag Configuration';
const notFound: Failure = { kind: 'refused', status: 404, problem: null };

describe('The providers panel', () => {
  it('[S7] shows what A sends to B: pending, queued and dispatched, and how long the backlog takes', async () => {
    const panel = await show({
      a: [someProvider({ ...sends, pending: 12_480, queuedPerSec: 3.5, dispatchedPerSec: 1, drainPerSec: 104 })],
    });
    expect(await panel.titles()).toEqual([aSends]);
    expect(await panel.row(aSends, tags)).toEqual({
      'Pending Updates': '12,480',
      'Queued Updates/sec': '3.50',
      'Dispatched Updates/sec': '1.00',
      'Time Needed': '2 min',
    });
  });

  it('[S6] shows what B receives from A: last pull, durations, and what it needs', async () => {
    const panel = await show({ b: [someProvider()] });
    expect(await panel.titles()).toEqual([bReceives]);
    expect(await panel.row(bReceives, tags)).toEqual({
      'Last Pull': 'just now',
      'Last Pull Duration (ms)': '12.3',
      'Last Apply Duration (ms)': '3.2',
      'Full Sync Needed?': 'No',
      'System Restart Required': 'No',
      'Last Error': 'none',
    });
    expect(await panel.hover(bReceives, 'Last Pull')).toBe('2026-05-04 02:14:05 UTC');
  });

  it('[S6] leaves out on a phone what nothing is needed for, and shows what is', async () => {
    const measured = ['Last Pull', 'Last Pull Duration (ms)', 'Last Apply Duration (ms)'];
    const calm = await show({ b: [someProvider()], widthPx: 360 });
    expect(await calm.shownColumns(bReceives)).toEqual(measured);
    const wanting = await show({ b: [someProvider({ restartRequired: true })], widthPx: 360 });
    expect(await wanting.shownColumns(bReceives)).toEqual([...measured, 'System Restart Required']);
  });

  it('[S6] [S7] shows both directions of a node that does both', async () => {
    const panel = await show({ a: [someProvider(), someProvider({ ...sends, id: 'projects', name: 'Projects' })] });
    expect(await panel.titles()).toEqual([aSends, 'A receives from B']);
    expect((await panel.row('A receives from B', tags))['Last Pull']).toBe('just now');
    expect((await panel.row(aSends, 'Projects'))['Pending Updates']).toBe('0');
  });

  it('[S6] [S7] puts together what goes the same way, and says which way that is', async () => {
    const audit = { id: 'audit', name: 'Audit', kind: 'shared' } as const;
    const levels = { id: 'tag-values', name: 'Tag values', kind: 'runtime' } as const;
    const panel = await show({
      a: [someProvider(audit), someProvider(sends), someProvider({ ...sends, ...audit, pending: 4 })],
      b: [someProvider(levels)],
    });
    const both = 'Records that both nodes write: they go both ways';
    expect(await panel.groups(aSends)).toEqual(['Configuration, from the Master to the Backup', both]);
    expect(await panel.groups('A receives from B')).toEqual([both]);
    expect(await panel.groups(bReceives)).toEqual(['Tags and alarms as they are now, from the active node']);
    expect((await panel.row(aSends, 'Audit'))['Pending Updates']).toBe('4');
  });

  it('[S7] says that pending updates wait and grow while the other node is away', async () => {
    const panel = await show({ a: [someProvider({ ...sends, pending: 25, queuedPerSec: 0.42 })], aSeesB: false });
    expect(await panel.saidOf(aSends)).toEqual(['B is away: updates pile up here until it is back.']);
    const row = await panel.row(aSends, tags);
    expect(row['Pending Updates']).toBe('25 (!)');
    expect(row['Time Needed']).toBe('B is away (!)');
  });

  it('[S6] [S7] says what is not sent over a link that is not encrypted, on both sides of it', async () => {
    const security = { id: 'security', name: 'Security', withheld: true };
    const panel = await show({
      a: [someProvider({ ...sends, ...security, pending: 1, drainPerSec: null })],
      b: [someProvider({ ...security, fullSyncNeeded: true })],
    });
    expect(await panel.row(aSends, 'Security')).toEqual(
      jasmine.objectContaining({ 'Pending Updates': '1', 'Time Needed': 'not sent over this link (!)' }),
    );
    expect((await panel.row(bReceives, 'Security'))['Full Sync Needed?']).toBe('not sent over this link (!)');
  });

  it('[S7] says how much is kept for the other node while it is away, and what happens beyond', async () => {
    const waiting = someProvider({ ...sends, pending: 25, pendingLimit: 100_000_000 });
    const panel = await show({ a: [waiting], aSeesB: false });
    expect(await panel.saidOf(aSends)).toEqual([
      'B is away: updates pile up here until it is back. Up to 100 MB of changes are kept; beyond that, B gets everything anew.',
    ]);
  });

  it('[S7] says that more was changed than is kept, so that the other node gets everything anew', async () => {
    const outgrown = someProvider({ ...sends, pending: 620, pendingLimit: 200_000, fullSyncNeeded: true });
    const panel = await show({ a: [outgrown], aSeesB: false });
    expect(await panel.saidOf(aSends)).toEqual([
      'B is away: updates pile up here until it is back. More was changed than the 200 kB that are kept: B gets everything anew when it is back.',
    ]);
  });

  it('[S7] does not guess how long a backlog takes of which nothing was dispatched yet', async () => {
    const panel = await show({ a: [someProvider({ ...sends, pending: 3 })] });
    expect((await panel.row(aSends, tags))['Time Needed']).toBe('unknown');
    expect(await panel.saidOf(aSends)).toEqual([]);
  });

  it('[S6] says never of what has not happened, and marks what is wrong with a sign and a word', async () => {
    const lastError = 'The log does not reach back.';
    const never = { lastPullAt: null, lastPullMs: null, lastApplyMs: null };
    const panel = await show({
      b: [someProvider({ ...never, fullSyncNeeded: true, restartRequired: true, lastError })],
    });
    expect(await panel.row(bReceives, tags)).toEqual({
      'Last Pull': 'never',
      'Last Pull Duration (ms)': 'never',
      'Last Apply Duration (ms)': 'never',
      'Full Sync Needed?': 'Yes (!)',
      'System Restart Required': 'Yes (!)',
      'Last Error': 'The log does not reach back. (!)',
    });
  });

  it('[S6] tells the age of the last pull by the clock of this browser', async () => {
    const ahead = backupStatus({ understudy: { clock: { at: exampleAt + 90_000 } } });
    const panel = await show({ b: [someProvider({ lastPullAt: exampleAt + 30_000 })], statusOfB: ahead });
    expect((await panel.row(bReceives, tags))['Last Pull']).toBe('1 min ago');
    expect(await panel.hover(bReceives, 'Last Pull')).toBe('2026-05-04 02:13:07 UTC');
  });

  it('[S6] tells the age of the last pull in words that do not move while somebody reads', async () => {
    const agesMs = [0, 9000, 11_000, 59_000, 61_000];
    const ages = agesMs.map(async (ageMs) => {
      const panel = await show({ b: [someProvider({ lastPullAt: exampleAt - ageMs })] });
      return (await panel.row(bReceives, tags))['Last Pull'];
    });
    expect(await Promise.all(ages)).toEqual([
      'just now',
      'just now',
      'under 1 min ago',
      'under 1 min ago',
      '1 min ago',
    ]);
  });

  it('[S6] [S7] has figures end below each other and words begin below each other', async () => {
    const panel = await show({ a: [someProvider(sends)], b: [someProvider()] });
    expect(await panel.alignment(aSends, 'Pending Updates')).toBe('end');
    expect(await panel.alignment(bReceives, 'Last Apply Duration (ms)')).toBe('end');
    expect(await panel.alignment(bReceives, 'Last Error')).toBe('start');
  });

  it('[S6] keeps the rows of a node that fell silent, greyed, with their age and the moment of the last pull', async () => {
    const panel = await show({ b: [someProvider()], failureOfB: { kind: 'noAnswer' }, laterMs: 180_000 });
    expect(await panel.isGrey(bReceives)).toBeTrue();
    expect((await panel.saidOf(bReceives))[0]).toMatch(/^no answer since \d\d:14:07 \(3 min ago\)$/);
    expect((await panel.row(bReceives, tags))['Last Pull']).toMatch(/^\d\d:14:05$/);
    expect(await panel.notes()).toContain('B does not answer this browser.');
  });

  it('[S6] [S7] does not grey what nobody asked for while nobody looked', async () => {
    const panel = await show({ b: [someProvider()], laterMs: 180_000, shownForMs: 100 });
    expect(await panel.isGrey(bReceives)).toBeFalse();
  });

  it('[S6] greys at once, for who has just come to look, what a node said that is known to be silent', async () => {
    const panel = await show({
      b: [someProvider()],
      failureOfB: { kind: 'noAnswer' },
      laterMs: 60_000,
      shownForMs: 100,
    });
    expect(await panel.isGrey(bReceives)).toBeTrue();
    expect((await panel.saidOf(bReceives))[0]).toContain('no answer since');
  });

  it('[S6] [S7] says quietly of a gateway that does not know of providers that it does not report them', async () => {
    const panel = await show({ failureOfA: notFound, b: [someProvider()] });
    expect(await panel.notes()).toEqual(['Not reported by A.']);
    expect(await panel.titles()).toEqual([bReceives]);
  });

  it('[S6] [S7] tells that there is no provider yet from that nothing was answered yet', async () => {
    expect(await (await show({ a: [], b: [] })).notes()).toEqual(['No provider yet on A.', 'No provider yet on B.']);
    expect(await (await show({})).notes()).toEqual(['Asking A …', 'Asking B …']);
  });

  it('[S6] [S7] says of a gateway without a partner that nothing goes anywhere', () => {
    const nodes = { 'id-a': knownFacts(masterStatus({ role: 'Independent' })) };
    const heard = { 'id-a': { value: providerList([]), receivedAt: exampleAt, failure: null } };
    const [a] = providersView({ hereId: 'id-a', directory: [], nodes }, heard, exampleAt, exampleAt);
    expect(a?.notes).toEqual(['A has no partner: it sends and receives nothing.']);
  });
});

interface Shown {
  a?: Provider[];
  b?: Provider[];
  aSeesB?: boolean;
  statusOfB?: ReturnType<typeof backupStatus>;
  failureOfA?: Failure;
  failureOfB?: Failure;
  laterMs?: number;
  shownForMs?: number;
  widthPx?: number;
}

async function show({ a, b, aSeesB = true, statusOfB = backupStatus(), laterMs = 0, ...more }: Shown) {
  const nodes: Record<string, NodeFacts> = {
    'id-a': knownFacts(masterStatus({ peerConnected: aSeesB })),
    'id-b': knownFacts(statusOfB),
  };
  const heard = { ...said('id-a', a, more.failureOfA), ...said('id-b', b, more.failureOfB) };
  const now = exampleAt + laterMs;
  const shownAt = now - (more.shownForMs ?? 600_000);
  const fixture = TestBed.createComponent(ProvidersPanel);
  (fixture.nativeElement as HTMLElement).style.width = `${more.widthPx ?? 1000}px`;
  fixture.componentRef.setInput('nodes', providersView({ hereId: 'id-a', directory: [], nodes }, heard, now, shownAt));
  return TestbedHarnessEnvironment.harnessForFixture(fixture, ProvidersPanelHarness);
}

/** `undefined` and no failure: not answered yet. */
function said(nodeId: string, items: Provider[] | undefined, failure: Failure | null = null) {
  if (items === undefined && failure === null) return {};
  const heard: Heard<Providers> = {
    value: items === undefined ? null : providerList(items),
    receivedAt: items === undefined ? null : exampleAt,
    failure,
  };
  return { [nodeId]: heard };
}
