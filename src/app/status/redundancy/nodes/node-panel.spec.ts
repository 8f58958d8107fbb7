import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { backupStatus, exampleAt, masterStatus, peerFacts, plainStatus } from '#contract/status.testing';
import type { NodeFacts } from '../../../gateways/gateways-state.ts';
import { NodePanel } from './node-panel.ts';
import { NodePanelHarness } from './node-panel.harness.ts';
import { nodeView } from './node-view.ts';
import { knownFacts, nodeA, nodeB } from '../redundancy.testing.ts';

const minutes = 60_000;

describe('The card of a node', () => {
  it('[S1] says who it is, that it is active, and that the page came from it', async () => {
    const card = await show(knownFacts());
    expect(await card.heading()).toBe('A · Master');
    expect(await card.flags()).toEqual(['active', 'you are here']);
    expect(await card.value('Address')).toBe('https://gate-a:8060');
  });

  it('[S1] shows every field, and how old they are', async () => {
    const card = await show(knownFacts());
    expect(await card.heard()).toBe('as of just now');
    expect(await card.value('Activity Level')).toBe('Active');
    expect(await card.value('Active since')).toMatch(/^\d\d:14:07 \(2 h\)$/);
    expect(await card.value('Sync Status')).toBe('Good');
    expect(await card.value('Peer Connected')).toBe('Yes');
    expect(await card.value('Peer Address')).toBe('10.0.0.12:51234');
    expect(await card.value('Uptime')).toBe('12 d 4 h');
    expect(await card.value('Version')).toBe('0.1.0');
    expect(await card.value('Clock')).toBe('the same as here');
  });

  it('[S1] keeps the values of a node that fell silent, each with its age, and no longer calls it active', async () => {
    const card = await show(knownFacts(masterStatus(), failing('noAnswer')), { now: exampleAt + 3 * minutes });
    expect(await card.isOutlined()).toBeTrue();
    expect(await card.heard()).toMatch(/^no answer since \d\d:14:07$/);
    expect(await card.flags()).toEqual(['you are here']);
    const values = await card.allValues();
    expect(values.length).toBe(10);
    expect(values.every((value) => value.includes('(as of 3 min ago)'))).toBeTrue();
    expect(await card.value('Active since')).toContain('(2 h)');
  });

  it('[S1] tells never, none, unknown and not reported apart', async () => {
    const plain = await show(knownFacts(plainStatus(masterStatus({ projectState: 'Unknown', lastSyncTimestamp: -1 }))));
    expect(await plain.value('Last Sync')).toBe('never');
    expect(await plain.value('Sync Status')).toBe('unknown');
    for (const label of ['Active since', 'Peer Address', 'Version', 'Clock']) {
      expect(await plain.value(label)).toBe('not reported');
    }
    expect(await plain.value('Uptime')).toBe('12 d 4 h');
    const waiting = await show(knownFacts(masterStatus({ understudy: { peer: peerFacts({ address: null }) } })));
    expect(await waiting.value('Peer Address')).toBe('none');
  });

  it('[S1] says when the configuration was last the same, while it cannot be compared', async () => {
    const status = masterStatus({ projectState: 'Unknown', peerConnected: false });
    expect(await (await show(knownFacts(status))).value('Sync Status')).toMatch(
      /^not comparable now last Good \d\d:14:06$/,
    );
  });

  it('[S1] [S11] tells a full sync from changes that are sent one by one', async () => {
    const progress = {
      scope: 'configuration',
      bytes: 1,
      totalBytes: 2,
      startedAt: exampleAt,
      bytesPerSec: null,
    } as const;
    const sync = { state: 'running', lastGoodAt: null } as const;
    const said = async (change: Parameters<typeof masterStatus>[0]) => {
      const status = masterStatus({ projectState: 'Out of Date', ...change });
      return (await show(knownFacts(status))).value('Sync Status');
    };
    expect(await said({ understudy: { sync } })).toBe('Out of Date being synchronised');
    const wanted = { syncPending: true, understudy: { sync } };
    expect(await said(wanted)).toBe('Out of Date a full sync is wanted or running');
    const running = { syncPending: true, understudy: { sync: { ...sync, progress } } };
    expect(await said(running)).toBe('Out of Date a full sync is running');
    const plain = plainStatus(masterStatus({ projectState: 'Out of Date', syncPending: true }));
    expect(await (await show(knownFacts(plain))).value('Sync Status')).toBe(
      'Out of Date a full sync is wanted or running',
    );
  });

  it('[S1] says that its peer has never been connected, or when it was lost', async () => {
    const never = peerFacts({ connected: false, connectedAt: null });
    const alone = { peerConnected: false } as const;
    expect(
      await (await show(knownFacts(masterStatus({ ...alone, understudy: { peer: never } })))).value('Peer Connected'),
    ).toBe('never');
    const lost = peerFacts({ connected: false, lostAt: exampleAt - minutes });
    expect(
      await (await show(knownFacts(masterStatus({ ...alone, understudy: { peer: lost } })))).value('Peer Connected'),
    ).toMatch(/^No lost at \d\d:13:07$/);
    const refused = { ...lost, role: 'Master' as const, lastError: 'the Master takes links with TLS only' };
    const backup = backupStatus({ ...alone, understudy: { peer: refused } });
    expect(await (await show(knownFacts(backup), { node: nodeB })).value('Peer Connected')).toMatch(
      /^No lost at \d\d:13:07: the Master takes links with TLS only$/,
    );
    const gone = { ...refused, lastError: 'connect ECONNREFUSED 10.0.0.11:8060' };
    const alsoGone = backupStatus({ ...alone, understudy: { peer: gone } });
    expect(await (await show(knownFacts(alsoGone), { node: nodeB })).value('Peer Connected')).toMatch(/:13:07$/);
  });

  it('[S1] measures its clock, and shows its times by the clock of the browser', async () => {
    const ahead = { clock: { at: exampleAt + 90_000 }, activeSinceAt: exampleAt + 30_000 };
    const card = await show(knownFacts(masterStatus({ understudy: ahead })));
    expect(await card.value('Clock')).toBe('1 min ahead of this browser');
    expect(await card.value('Active since')).toMatch(/^\d\d:13:07 \(1 min\)$/);
  });

  it('[S3] says what keeps it from becoming active', async () => {
    const full = backupStatus({ understudy: { blockers: ['diskFull'], canActivate: false } });
    const card = await show(knownFacts(full), { node: nodeB });
    expect(await card.blockers()).toEqual(['The disk of B is full']);
  });

  for (const [projectState, sentence] of [
    ['Incompatible (Modules)', 'B cannot become active: it lacks modules that the configuration names'],
    ['Incompatible (Platform)', 'B cannot become active: the nodes run different versions'],
  ] as const) {
    it(`[S3] says what does not fit: ${projectState}`, async () => {
      const misfit = backupStatus({ projectState, understudy: { blockers: ['incompatible'], canActivate: false } });
      expect(await (await show(knownFacts(misfit), { node: nodeB })).blockers()).toEqual([sentence]);
    });
  }

  it('[S1] counts down what it is about to do', async () => {
    const status = backupStatus({ understudy: { timers: [{ name: 'takeOver', remainingMs: 4200 }] } });
    expect(await (await show(knownFacts(status), { node: nodeB })).value('Activity Level')).toBe(
      'Warm takes over in 4 s',
    );
  });

  it('[S1] does not count down to a take-over because one ping is a little late', async () => {
    const soon = { understudy: { timers: [{ name: 'takeOver' as const, remainingMs: 8900 }] } };
    expect(await (await show(knownFacts(backupStatus(soon)), { node: nodeB })).value('Activity Level')).toBe('Warm');
    const unlinked = backupStatus({ ...soon, peerConnected: false });
    expect(await (await show(knownFacts(unlinked), { node: nodeB })).value('Activity Level')).toBe(
      'Warm takes over in 8 s',
    );
  });

  it('[S1] counts down to a take-back only if it comes', async () => {
    const timers = [{ name: 'takeBack' as const, remainingMs: 21_500 }];
    const level = async (change: Parameters<typeof masterStatus>[0]) => {
      const status = masterStatus({ activityLevel: 'Warm', ...change });
      status.understudy = { ...status.understudy!, timers };
      return (await show(knownFacts(status))).value('Activity Level');
    };
    expect(await level({})).toBe('Warm takes back in 21 s');
    expect(await level({ understudy: { takeBack: 'suspended' } })).toBe('Warm');
    expect(await level({ understudy: { maintenance: { untilAt: exampleAt, reason: 'update' } } })).toBe('Warm');
    expect(await level({ projectState: 'Out of Date' })).toBe('Warm');
  });

  it('[S1] does not count down to what something forbids', async () => {
    const timers = [{ name: 'takeOver', remainingMs: 4200 }] as const;
    const barred = backupStatus({ understudy: { timers: [...timers], blockers: ['diverged'], canActivate: false } });
    expect(await (await show(knownFacts(barred), { node: nodeB })).value('Activity Level')).toBe('Warm');
  });

  it('[S1] says who passed on what this browser cannot hear, how old it is, and why that may be', async () => {
    const relayed = knownFacts(backupStatus(), { ...failing('noAnswer'), statement: { relayedBy: 'id-a' } });
    const card = await show(relayed, { node: nodeB, now: exampleAt + 900 });
    expect(await card.heard()).toBe('as of just now, passed on by A');
    const [sentence] = await card.trouble();
    expect(sentence).toContain('B does not answer this browser. A hears it and passes on what it says.');
    expect(sentence).toContain('this browser may not trust the certificate of B');
  });

  it('[S1] does not claim that anybody hears a node of which nothing new is passed on', async () => {
    const relayed = knownFacts(backupStatus(), { ...failing('noAnswer'), statement: { relayedBy: 'id-a' } });
    const card = await show(relayed, { node: nodeB, now: exampleAt + minutes });
    expect(await card.trouble()).toEqual([]);
    expect(await card.heard()).toContain('no answer since');
  });

  it('[S1] says that a node was never heard', async () => {
    const card = await show(undefined, { node: nodeB });
    expect(await card.heard()).toBe('has not answered yet');
    expect(await card.allValues()).toEqual([]);
  });

  it('offers the console of the other node', async () => {
    const opened = jasmine.createSpy();
    await (await show(knownFacts(backupStatus()), { node: nodeB, opened })).openConsole();
    expect(opened).toHaveBeenCalledTimes(1);
  });
});

function failing(kind: 'noAnswer') {
  return { failure: { reason: { kind }, since: exampleAt + 1000 } };
}

async function show(facts: NodeFacts | undefined, { node = nodeA, now = exampleAt, opened = () => undefined } = {}) {
  const fixture = TestBed.createComponent(NodePanel);
  const listed = [nodeA, nodeB].map((one) => ({ ...one, probeAddresses: [], destination: null }));
  const nodes = facts === undefined ? {} : { [node.nodeId]: facts };
  const gateways = { hereId: nodeA.nodeId, directory: listed, nodes };
  fixture.componentRef.setInput('node', nodeView(node, gateways, now, 'https://gate-a:8060'));
  fixture.componentInstance.consoleOpened.subscribe(opened);
  return TestbedHarnessEnvironment.harnessForFixture(fixture, NodePanelHarness);
}
