import { emptyMaster, epochOf, snapshot, StoryNode } from './activity.testing.ts';
import { mayWrite, fenceFacts, isStalled } from './fence.ts';
import { handoverRefusals } from './judgement.ts';

const active = { level: 'Active', own: epochOf(1), highest: epochOf(1) } as const;
const standby = (over = {}) => new StoryNode({ role: 'Backup', ...over }).link(active);
const lost = (node: StoryNode) => node.give({ type: 'linkDown', because: 'closed' });
const activeMaster = (over = {}) => new StoryNode(over).link().hear({ type: 'grant', epoch: epochOf(1, 'self') });

describe('A standby', () => {
  it('takes over when the budget has passed since the last frame, and not before', () => {
    const node = standby();
    expect(node.pass(9500).where).toBe('Standby steady');
    expect(node.pass(1000).where).toBe('Active steady');
  });

  it('takes over at once when the socket closed and two connections were refused', () => {
    const node = lost(standby()).give({ type: 'refused' });
    node.elapsedMs += 60;
    expect(node.give({ type: 'refused' }).where).toBe('Active steady');
  });

  it('does not take two refusals within 50 ms for death', () => {
    const node = lost(standby()).give({ type: 'refused' });
    node.elapsedMs += 20;
    expect(node.give({ type: 'refused' }).where).toBe('Standby steady');
  });

  it('waits the budget when refusals do not count, behind a firewall that rejects', () => {
    const node = lost(standby({ refusalMeansDead: false })).give({ type: 'refused' });
    node.elapsedMs += 60;
    expect(node.give({ type: 'refused' }).where).toBe('Standby steady');
    expect(node.pass(10_000).where).toBe('Active steady');
  });

  it('waits for a peer that said when it is back, but no longer than the join time', () => {
    const node = lost(standby({ joinWaitMs: 5000 }).hear({ type: 'goodbye', backInMs: 60_000 }));
    expect(node.pass(4500).where).toBe('Standby steady');
    expect(node.pass(1000).where).toBe('Active steady');
  });

  it('does not become active when its epoch cannot be written, and says so', () => {
    const node = standby();
    node.diskFails = true;
    lost(node).pass(12_000);
    expect(node.where).toBe('Standby steady');
    expect(node.has('storeFailed')).toBeTrue();
    expect(node.state.facts.diskWritable).toBeFalse();
  });

  it('grants a claim that it cannot write down, and is barred until it can', () => {
    const node = standby();
    node.diskFails = true;
    expect(node.hear({ type: 'claim', epoch: epochOf(9) }).said).toBe('grant');
    expect(node.state.unwritten).toEqual(epochOf(9));
    node.diskFails = false;
    node.give({ type: 'facts', facts: { ...node.state.facts, diskWritable: true } });
    expect(node.state.unwritten).toBeNull();
    expect(node.state.record.highest).toEqual(epochOf(9));
  });

  it('counts silence anew after its own pause', () => {
    const node = standby();
    node.pass(6000).stall(3000);
    expect(node.pass(7000).where).toBe('Standby steady');
  });

  it('with the larger of two budgets while they do not agree on the timing', () => {
    const node = standby({ timing: { pingRateMs: 500, pingMaxMissed: 4 } });
    expect(node.pass(9000).where).toBe('Standby steady');
    expect(node.pass(2000).where).toBe('Active steady');
  });
});

describe('An active node', () => {
  it('stays active when it loses the peer', () => {
    expect(lost(activeMaster()).pass(60_000).where).toBe('Active steady');
  });

  it('takes a fresh epoch when a peer that is not active has seen a higher one', () => {
    const node = activeMaster()
      .give({ type: 'linkDown', because: 'closed' })
      .link({ highest: epochOf(7) });
    expect(node.state.record.own).toEqual(epochOf(8, 'self'));
  });

  it('never forgets its own epoch for a lower one that it could not write down before', () => {
    const node = activeMaster();
    node.diskFails = true;
    node.hear({ type: 'status', snapshot: snapshot({ highest: epochOf(7) }) });
    node.diskFails = false;
    node.hear({ type: 'stopped', epoch: epochOf(7) });
    node.give({ type: 'facts', facts: { diskWritable: true } });
    expect(node.state.record.highest).toEqual(epochOf(8, 'self'));
    const written = node.effects.flatMap((effect) => (effect.type === 'store' ? [effect.record.highest] : []));
    expect(written).toEqual([epochOf(8, 'self')]);
  });

  it('gives up a link on which its own pings do not come back', () => {
    const node = activeMaster().pass(11_500);
    expect(node.state.link.up).toBeFalse();
    expect(node.where).toBe('Active steady');
  });

  it('must not write after a stall that the peer may have used, whichever thread asks', () => {
    const node = activeMaster();
    const published = fenceFacts(node.state, false);
    expect(mayWrite(published, node.elapsedMs + 900)).toBeTrue();
    expect(mayWrite(published, node.elapsedMs + 8100)).toBeFalse();
  });

  it('is never fenced by missing echoes alone', () => {
    const node = activeMaster().pass(9500);
    expect(isStalled(fenceFacts(node.state, false), node.elapsedMs)).toBeFalse();
  });

  it('hands over by prepare, prepared, released on disk, commit', () => {
    const node = activeMaster().give({ type: 'handOver', requester: 'anna', comment: null });
    expect(node.said).toBe('prepare');
    expect(mayWrite(fenceFacts(node.state, false), node.elapsedMs)).toBeFalse();
    node.hear({ type: 'prepared', epoch: epochOf(2) });
    expect(node.said).toBe('commit');
    expect(node.state.record.released).toEqual(epochOf(2));
    node.hear({ type: 'status', snapshot: snapshot({ level: 'Active', own: epochOf(2), highest: epochOf(2) }) });
    expect(node.effects).toContain(jasmine.objectContaining({ type: 'handoverEnded', done: true }));
  });

  it('resumes under a fresh epoch when the other one does not get ready in time', () => {
    const node = activeMaster().give({ type: 'handOver', requester: 'anna', comment: null }).pass(5500);
    expect(node.where).toBe('Active steady');
    expect(node.state.record.own).toEqual(epochOf(3, 'self'));
  });

  it('goes to released, not back, when resuming cannot be written', () => {
    const node = activeMaster().give({ type: 'handOver', requester: 'anna', comment: null });
    node.diskFails = true;
    expect(node.pass(5500).where).toBe('Standby released');
  });

  it('never resumes by itself after release, until two budgets have passed', () => {
    const node = activeMaster().give({ type: 'handOver', requester: 'anna', comment: null });
    lost(node.hear({ type: 'prepared', epoch: epochOf(2) }));
    expect(node.pass(19_000).where).toBe('Standby released');
    expect(node.pass(2000).where).toBe('Active steady');
  });

  it('refuses a handover with a reason for each thing that speaks against it', () => {
    const node = activeMaster();
    node.hear({ type: 'status', snapshot: snapshot({ canActivate: false }) });
    node.give({ type: 'facts', facts: { ...node.state.facts, inSync: false } });
    expect(handoverRefusals(node.state, node.settings)).toEqual(['notInSync', 'peerCannotActivate']);
    expect(handoverRefusals(lost(node).state, node.settings)).toEqual(['peerNotConnected']);
  });

  it('hands over when it is stopped, and then says goodbye', () => {
    const node = activeMaster().give({ type: 'leave', backInMs: null });
    expect(node.said).toBe('prepare');
    node.hear({ type: 'prepared', epoch: epochOf(2) });
    node.hear({ type: 'status', snapshot: snapshot({ level: 'Active', own: epochOf(2), highest: epochOf(2) }) });
    expect(node.said).toBe('goodbye');
    expect(node.has('left')).toBeTrue();
  });
});

describe('Two linked nodes that are both not active', () => {
  it('with Automatic recovery: the Master claims', () => {
    expect(new StoryNode().link({ own: epochOf(9), highest: epochOf(9) }).said).toBe('claim');
    expect(new StoryNode({ role: 'Backup' }).link().said).toBe('');
  });

  it('with Manual recovery: the one that was active last claims', () => {
    const master = new StoryNode({ recovery: 'Manual' }).link({ own: epochOf(9), highest: epochOf(9) });
    expect(master.said).toBe('');
    const backup = new StoryNode(
      { role: 'Backup' },
      { highest: epochOf(9, 'self'), own: epochOf(9, 'self'), released: null, timing: null, suspension: null },
    );
    expect(backup.link({ recovery: 'Manual', own: epochOf(3) }).said).toBe('claim');
  });

  it('leave it to the other one when they cannot activate', () => {
    const backup = new StoryNode({ role: 'Backup' }).link({ canActivate: false, blockers: ['diskFull'] });
    expect(backup.said).toBe('claim');
  });

  it('in a pair that is new on both sides: the Master claims although its directory is empty', () => {
    const master = emptyMaster();
    expect(master.link({ canActivate: false, blockers: ['neverSynced'] }).said).toBe('claim');
    const beside = emptyMaster().link({ canActivate: false, blockers: ['diskFull'] });
    expect(beside.said).toBe('');
  });
});

describe('A node that starts alone', () => {
  it('becomes active after the join time', () => {
    const node = new StoryNode({ role: 'Master' });
    expect(node.pass(29_500).where).toBe('Undecided joining');
    expect(node.pass(1000).where).toBe('Active steady');
  });

  it('waits at least the budget if it was in a pair: a peer that stands still may write for so long', () => {
    const before = { highest: epochOf(4), own: null, released: null, timing: null, suspension: null };
    const node = new StoryNode({ joinWaitMs: 1000 }, before);
    expect(node.pass(9500).where).toBe('Undecided joining');
    expect(node.pass(1000).where).toBe('Active steady');
  });

  it('waits for a person with an empty directory in a pair that exists', () => {
    expect(emptyMaster().pass(60_000).where).toBe('Undecided waiting');
  });
});

describe('A returning Master', () => {
  const returning = (over = {}) => new StoryNode({ takeBackHoldMs: 60_000, ...over }).link(active);

  it('asks for the work when the hold time is over, and not before', () => {
    const node = returning().pass(55_000, { echoing: true });
    expect(node.said).toBe('');
    expect(node.pass(6000, { echoing: true }).said).toBe('ask');
  });

  it('waits for a person with Manual recovery', () => {
    expect(returning({ recovery: 'Manual' }).pass(120_000, { echoing: true }).said).toBe('');
  });

  it('does not ask until it is in sync', () => {
    const node = new StoryNode({ takeBackHoldMs: 0 });
    node.give({ type: 'facts', facts: { ...node.state.facts, inSync: false } });
    expect(node.link(active).pass(5000, { echoing: true }).said).toBe('');
    node.give({ type: 'facts', facts: { ...node.state.facts, inSync: true } });
    expect(node.said).toBe('ask');
  });

  it('does not ask for what a person took from it', () => {
    const node = activeMaster({ takeBackHoldMs: 0 }).give({ type: 'handOver', requester: 'anna', comment: null });
    node.hear({ type: 'prepared', epoch: epochOf(2) });
    node.hear({ type: 'status', snapshot: snapshot({ level: 'Active', own: epochOf(2), highest: epochOf(2) }) });
    expect(node.pass(120_000, { echoing: true }).said).toBe('');
  });

  it('does not ask after three changeovers in ten minutes, until a person resumes it', () => {
    const node = new StoryNode({ takeBackHoldMs: 0 }).link({ ...active, suspended: true });
    expect(node.pass(5000, { echoing: true }).said).toBe('');
    const resumed = snapshot({ ...active, level: 'Active', suspended: false });
    expect(node.hear({ type: 'status', snapshot: resumed }).said).toBe('ask');
  });
});

describe('Two active nodes that meet', () => {
  it('keep the one that was active longer; the loser stops and says so', () => {
    const master = activeMaster().pass(5000, { echoing: true }).give({ type: 'linkDown', because: 'closed' });
    master.link({ ...active, activeForMs: 60_000 });
    expect(master.said).toBe('stopped');
    expect(master.where).toBe('Standby steady');
    expect(master.effects).toContain(jasmine.objectContaining({ type: 'splitBrainResolved', survivor: 'peer' }));
  });

  it('keep the Master when the active time does not decide', () => {
    const master = activeMaster({ uptimeDecides: false }).give({ type: 'linkDown', because: 'closed' });
    expect(master.link({ ...active, activeForMs: 60_000 }).said).toBe('stop');
    master.hear({ type: 'stopped', epoch: epochOf(5) });
    expect(master.state.record.own).toEqual(epochOf(6, 'self'));
  });

  it('leave the decision to the Master', () => {
    const backup = standby();
    lost(backup)
      .pass(12_000)
      .link({ ...active, activeForMs: 90_000 });
    expect(backup.where).toBe('Active steady');
    expect(backup.said).toBe('');
    expect(backup.hear({ type: 'stop' }).said).toBe('stopped');
  });
});

describe('A stalled active node', () => {
  it('waits a budget and a redial period, then goes on under a fresh epoch if it heard nobody', () => {
    const node = lost(activeMaster()).pass(12_000).stall(9000);
    expect(node.where).toBe('Undecided stalled');
    expect(node.pass(10_500).where).toBe('Undecided stalled');
    expect(node.pass(1000).where).toBe('Active steady');
    expect(node.state.record.own?.number).toBe(2);
  });

  it('discards what came before it woke: no grant from then counts', () => {
    const node = new StoryNode().link();
    node.stall(9000, { type: 'frame', frame: { type: 'grant', epoch: epochOf(1, 'self') } });
    expect(node.where).toBe('Undecided joining');
    expect(node.has('dropLink')).toBeTrue();
  });

  it('goes on if it is Independent: there is nobody who could have taken over', () => {
    const node = new StoryNode({ role: 'Independent' }).give({ type: 'tick' }).stall(60_000);
    expect(node.where).toBe('Active steady');
    expect(node.has('stallNoticed')).toBeTrue();
  });
});
