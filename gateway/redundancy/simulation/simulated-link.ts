import type { ActivityFrame } from '#contract/activity-frames';
import { refusalSpacingMs } from '../activity/loss.ts';
import { snapshotOf } from '../activity/judgement.ts';
import { positionOf } from './histories.ts';
import type { SimulatedNode, Written } from './simulated-node.ts';
import type { World } from './world.ts';

interface Connection {
  open: Set<SimulatedNode>;
  greetings: Map<SimulatedNode, () => void>;
  lastArrival: Map<SimulatedNode, number>;
  reunion: 'none' | 'running' | 'over';
}

/** The network between the two: it delays, and when cut it keeps what was sent until it is healed, as TCP does. */
export class SimulatedLink {
  connection: Connection | null = null;
  /** Nodes whose sending does not arrive. */
  readonly cut = new Set<SimulatedNode>();
  /** What is cut off is told so, by a firewall that rejects, as if nobody listened. */
  rejects = false;
  private readonly world: World;
  private held: (() => void)[] = [];

  constructor(world: World) {
    this.world = world;
  }

  isOpen(node: SimulatedNode): boolean {
    return this.connection?.open.has(node) === true;
  }

  /** The Backup dials: refused by a dead process, unanswered over a cut, else hello, hello, accepted. */
  dial(): void {
    const { backup, master } = this.world;
    if (!backup.alive || backup.paused || this.isOpen(backup)) return;
    if (this.cut.size > 0 ? this.rejects : !master.alive) return this.refuse(backup);
    if (this.cut.size > 0) return;
    if (this.connection !== null) this.closeAt(master, this.connection);
    const connection: Connection = { open: new Set(), greetings: new Map(), lastArrival: new Map(), reunion: 'none' };
    this.connection = connection;
    this.hello(connection, backup, () => this.hello(connection, master, () => this.accept(connection)));
  }

  /** The Master, which never dials, knocks at the Backup's port. */
  probe(): void {
    const { backup, master } = this.world;
    if (!master.alive || master.paused || this.isOpen(master)) return;
    if (this.cut.size > 0 ? this.rejects : !backup.alive) this.refuse(master);
  }

  /** An end gives the link up, or its process died; the other end learns of it when the network lets it. */
  close(from: SimulatedNode): void {
    const { connection } = this;
    if (connection === null || !connection.open.delete(from)) return;
    this.knockSoon();
    this.carry(from, connection, () => this.closeAt(this.world.other(from), connection));
  }

  /** Of the present connection: two writers are one reunion until they are one. False at a second one. */
  noteWriters(areTwo: boolean): boolean {
    const { connection } = this;
    if (connection === null) return true;
    if (areTwo && connection.reunion === 'over') return false;
    if (areTwo) connection.reunion = 'running';
    else if (connection.reunion === 'running') connection.reunion = 'over';
    return true;
  }

  /** A firewall resets what goes through it. */
  reset(): void {
    const { connection } = this;
    if (connection === null) return;
    for (const node of [...connection.open]) this.closeAt(node, connection);
  }

  send(from: SimulatedNode, frame: ActivityFrame): void {
    const { connection, world } = this;
    if (connection === null || !connection.open.has(from)) return;
    const to = world.other(from);
    const data = frame.type === 'prepare' ? from.data : null;
    this.carry(from, connection, () => {
      if (!connection.open.has(to)) return;
      if (data !== null) absorb(to, data);
      to.handle({ type: 'frame', frame });
      if ('epoch' in frame) world.noteHeard(to, frame.epoch);
      if ('snapshot' in frame) world.noteHeard(to, frame.snapshot.highest);
    });
  }

  sendData(from: SimulatedNode, data: Written): void {
    const { connection } = this;
    if (connection === null || !connection.open.has(from)) return;
    const to = this.world.other(from);
    this.carry(from, connection, () => connection.open.has(to) && absorb(to, data));
  }

  heal(): void {
    this.cut.clear();
    this.rejects = false;
    const { held } = this;
    this.held = [];
    for (const run of held) run();
  }

  private hello(connection: Connection, from: SimulatedNode, then: () => void): void {
    const { world } = this;
    const to = world.other(from);
    const snapshot = snapshotOf(from.state, from.settings, { elapsedMs: from.elapsedMs, wallAt: world.queue.now });
    const config = positionOf(from.disk.history);
    const { generation } = from;
    this.carry(from, connection, () => {
      if (this.connection !== connection || from.generation !== generation) return;
      connection.greetings.set(to, () => {
        to.handle({ type: 'facts', facts: { divergence: world.histories.atHello(to, config) } });
        if (!to.alive) return;
        to.handle({ type: 'linkUp', peerId: from.id, snapshot });
        world.noteHeard(to, snapshot.highest);
      });
      then();
    });
  }

  /** The dialling end is linked first; the other one when it hears that its hello was accepted. */
  private accept(connection: Connection): void {
    const { backup, master } = this.world;
    connection.open.add(backup).add(master);
    this.carry(backup, connection, () => connection.open.has(master) && connection.greetings.get(master)?.());
    connection.greetings.get(backup)?.();
    this.world.onLinked(connection.open);
  }

  private closeAt(node: SimulatedNode, connection: Connection): void {
    if (!connection.open.delete(node)) return;
    node.deliver({ type: 'linkDown', because: 'closed' });
    node.learn({ inSync: false });
    this.knockSoon();
  }

  private knockSoon(): void {
    for (const delayMs of [0, refusalSpacingMs]) {
      this.world.queue.after(delayMs, () => {
        this.dial();
        this.probe();
      });
    }
  }

  private refuse(node: SimulatedNode): void {
    const { generation } = node;
    this.world.queue.after(this.delay(), () => {
      if (node.generation === generation) node.deliver({ type: 'refused' });
    });
  }

  private carry(from: SimulatedNode, connection: Connection, arrive: () => void): void {
    const { queue, other } = this.world;
    const to = other(from);
    const depart = (): void => {
      const at = Math.max(queue.now + this.delay(), (connection.lastArrival.get(to) ?? 0) + 0.001);
      connection.lastArrival.set(to, at);
      const { generation } = to;
      queue.at(at, () => {
        if (this.cut.has(from)) this.held.push(depart);
        else if (to.generation === generation) to.whenRunning(arrive);
      });
    };
    if (this.cut.has(from)) this.held.push(depart);
    else depart();
  }

  private delay(): number {
    return this.world.random.between(1, this.world.maxDelayMs);
  }
}

function absorb(node: SimulatedNode, data: Written): void {
  if (data.sequence > node.data.sequence) node.data = data;
}
