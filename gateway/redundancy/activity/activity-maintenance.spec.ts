import { epochOf, maintain, StoryNode } from './activity.testing.ts';

const active = { level: 'Active', own: epochOf(1), highest: epochOf(1) } as const;
const hourMs = 3_600_000;
const halfHourMs = hourMs / 2;

describe('In maintenance', () => {
  it('[S4] a standby does not take over by silence or by refusals, and does when the maintenance is over', () => {
    const node = standby().hear(maintain(1));
    node.give({ type: 'linkDown', because: 'closed' }).give({ type: 'refused' });
    node.pass(halfHourMs - 2000);
    node.give({ type: 'refused' });
    expect(node.where).toBe('Standby steady');
    expect(node.pass(3000).has('maintenanceOff')).toBeTrue();
    expect(node.where).toBe('Active steady');
  });

  it('[S4] a standby takes over at once when a person ends it', () => {
    const node = standby().hear(maintain(1)).give({ type: 'linkDown', because: 'closed' }).pass(20_000);
    node.give({ type: 'endMaintenance', requester: 'anna' });
    expect(node.where).toBe('Active steady');
  });

  it('[S4] a node that the other one left on purpose takes over', () => {
    expect(standby().hear(maintain(1)).hear({ type: 'goodbye', backInMs: null }).where).toBe('Active steady');
  });

  it('[S4] two nodes that are linked and not active settle it as always', () => {
    const node = new StoryNode().link().hear(maintain(1));
    expect(node.hear({ type: 'grant', epoch: epochOf(1, 'self') }).where).toBe('Active steady');
  });

  it('[S4] the node that was active last goes on after its restart, the other one waits', () => {
    const order = { untilAt: 1_000_000 + hourMs, forMs: hourMs, reason: 'update', requester: 'anna' };
    const record = (own: number) => ({
      highest: epochOf(3, 'self'),
      own: epochOf(own, 'self'),
      released: null,
      timing: null,
      suspension: null,
    });
    const restarted = (own: number) => new StoryNode({}, record(own), { stamp: epochOf(1), order }).pass(60_000);
    expect(restarted(3).where).toBe('Active steady');
    expect(restarted(2).where).toBe('Undecided waiting');
  });

  it('[S4] a Master does not take back by itself before the end', () => {
    const node = new StoryNode({ takeBackHoldMs: 0 });
    node.link({
      ...active,
      maintenance: { stamp: epochOf(1), order: { remainingMs: 60_000, reason: '', requester: '' } },
    });
    expect(node.pass(50_000, { echoing: true }).where).toBe('Standby steady');
    expect(node.pass(20_000, { echoing: true }).where).toBe('Standby asking');
  });

  it('[S4] a node is as long as it was ordered, whatever its clock was set to meanwhile', () => {
    const order = { untilAt: 1_000_000 + 100 * hourMs, forMs: 60_000, reason: 'update', requester: 'anna' };
    const record = { highest: epochOf(3), own: null, released: null, timing: null, suspension: null };
    expect(new StoryNode({}, record, { stamp: epochOf(1), order }).pass(70_000).where).toBe('Active steady');
  });
});

describe('Maintenance', () => {
  it('[S4] is on when the other node has it on disk, and not before', () => {
    const node = activeLinked().give(ordered);
    expect([node.said, node.has('store')]).toEqual(['maintain', false]);
    node.hear({ type: 'maintained', stamp: epochOf(1, 'self'), ok: true });
    expect(node.effects.map(({ type }) => type)).toContain('maintenanceOn');
    expect(node.effects).toContain({ type: 'maintenanceAnswered', ok: true });
    expect(node.state.maintenance.order?.reason).toBe('update');
  });

  it('[S4] changes nothing when the other node cannot write it', () => {
    const node = activeLinked()
      .give(ordered)
      .hear({ type: 'maintained', stamp: epochOf(1, 'self'), ok: false });
    expect(node.effects).toContain({ type: 'maintenanceAnswered', ok: false });
    expect(node.state.maintenance.order).toBeNull();
  });

  it('[S4] is taken back where no answer came: the other node hears a later word', () => {
    const node = activeLinked().give(ordered).give({ type: 'linkDown', because: 'closed' });
    expect(node.effects).toContain({ type: 'maintenanceAnswered', ok: false });
    expect(node.state.maintenance).toEqual({ stamp: epochOf(2, 'self'), order: null });
  });

  it('[S4] is over on both when it is ended while a longer one waits for the answer of the other node', () => {
    const node = activeLinked().give(ordered);
    node.hear({ type: 'maintained', stamp: epochOf(1, 'self'), ok: true }).give(ordered);
    node.give({ type: 'endMaintenance', requester: 'olga' });
    const word = { stamp: epochOf(3, 'self'), order: null };
    expect(node.frames).toContain({ type: 'maintain', word, by: 'olga' });
    expect(node.effects).toContain({ type: 'maintenanceAnswered', ok: false });
    node.hear({ type: 'maintained', stamp: epochOf(2, 'self'), ok: true });
    expect(node.state.maintenance).toEqual(word);
  });

  it('[S4] is not answered as on because somebody else found nothing to end', () => {
    const node = activeLinked().give(ordered).give({ type: 'endMaintenance', requester: 'olga' });
    expect(node.effects).not.toContain({ type: 'maintenanceAnswered', ok: true });
  });

  it('[S4] is refused without the other node, or by one that does not know it', () => {
    expect(activeLinked().give({ type: 'linkDown', because: 'closed' }).give(ordered).said).toBe('');
    const old = activeLinked().link({ maintenance: undefined }).give(ordered);
    expect(old.effects).toContain({ type: 'maintenanceAnswered', ok: false });
  });

  it('[S4] is not spoken of with a node that does not know it, which would drop the link', () => {
    const node = standby()
      .hear(maintain(1))
      .link({ ...active, maintenance: undefined });
    node.give({ type: 'endMaintenance', requester: 'anna' });
    expect([node.said, node.state.maintenance.order]).toEqual(['', null]);
  });

  it('[S4] is not confirmed by a node whose disk fails', () => {
    const node = standby();
    node.diskFails = true;
    node.hear(maintain(1));
    expect(node.frames).toContain({ type: 'maintained', stamp: epochOf(1), ok: false });
    expect(node.state.maintenance.order).toBeNull();
  });

  it('[S4] is what the later word says, when the nodes meet again', () => {
    const node = standby().hear(maintain(5)).give({ type: 'linkDown', because: 'closed' });
    node.link({ ...active, maintenance: { stamp: epochOf(4), order: null } });
    expect(node.state.maintenance.order?.reason).toBe('update');
    node.give({ type: 'linkDown', because: 'closed' });
    node.link({ ...active, maintenance: { stamp: epochOf(6), order: null } });
    expect(node.state.maintenance.order).toBeNull();
  });
});

describe('By force', () => {
  it('[S4] a node that waits for a person becomes active, and it is said who asked', () => {
    const node = new StoryNode({ role: 'Backup' });
    node.state = { ...node.state, facts: { ...node.state.facts, syncedOnce: false } };
    node.pass(40_000).give({ type: 'activateNow', requester: 'anna' });
    const reason = { cause: 'forced', requester: 'anna', comment: null } as const;
    expect(node.effects).toContain({ type: 'activated', epoch: epochOf(1, 'self'), cause: 'forced', reason });
  });

  it('[S4] nothing happens while the other node is connected and active', () => {
    expect(standby().give({ type: 'activateNow', requester: 'anna' }).where).toBe('Standby steady');
  });

  it('[S4] nothing happens on a full disk', () => {
    const node = standby().give({ type: 'linkDown', because: 'closed' });
    node.give({ type: 'facts', facts: { diskWritable: false } }).give({ type: 'activateNow', requester: 'anna' });
    expect(node.where).toBe('Standby steady');
  });

  it('[S4] a linked node still needs the grant of the other one, which is not active', () => {
    const node = new StoryNode({ role: 'Backup' });
    node.state = { ...node.state, facts: { ...node.state.facts, syncedOnce: false } };
    node.link({ canActivate: false }).give({ type: 'activateNow', requester: 'anna' });
    expect(node.said).toBe('claim');
    node.hear({ type: 'grant', epoch: epochOf(1, 'self') });
    expect(node.effects.find(({ type }) => type === 'activated')).toEqual(
      jasmine.objectContaining({ cause: 'forced' }),
    );
  });
});

const ordered = { type: 'maintain', forMs: hourMs, reason: 'update', requester: 'anna' } as const;

const standby = () => new StoryNode({ role: 'Backup' }).link(active);

const activeLinked = () => new StoryNode().link().hear({ type: 'grant', epoch: epochOf(1, 'self') });
