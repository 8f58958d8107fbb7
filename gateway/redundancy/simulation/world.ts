import type { PingTiming } from '#contract/activity-frames';
import { compareEpochs, maxEpoch, type Epoch } from '#contract/epoch';
import type { ActivitySettings, ActivityState, Effect } from '../activity/activity-types.ts';
import { redialMs } from '../activity/budget.ts';
import { blockersOf } from '../activity/judgement.ts';
import { EventQueue } from './event-queue.ts';
import { isSuspended } from '../activity/suspension-word.ts';
import { Histories } from './histories.ts';
import { MaintenanceWatch } from './maintenance-watch.ts';
import { Random } from './random.ts';
import { SimulatedLink } from './simulated-link.ts';
import { SimulatedNode } from './simulated-node.ts';

/** What may go wrong in a run. */
export interface Faults {
  cuts: boolean;
  crashes: boolean;
  pauses: boolean;
  slowDisk: boolean;
  fullDisk: boolean;
  crashesInWrites: boolean;
  handovers: boolean;
  /** The Backup's ping settings change, running or not, and the Master's own are others. */
  timings: boolean;
  /** A write fails now and then on a disk that is not full. */
  failingDisk: boolean;
  /** A person begins and ends maintenance. */
  maintenance: boolean;
  /** A person activates nodes by force. */
  force: boolean;
  /** The Master is edited, disks lose what was, and a person chooses between two histories. */
  histories: boolean;
}

/** A part of the protocol taken out, to prove that the checks notice. */
export type Mutant =
  | 'none'
  | 'fencing off'
  | 'epoch not stored'
  | 'stale frames count'
  | 'active before the grant'
  | 'active before the commit'
  | 'goodbye before the write'
  | 'maintenance not stored'
  | 'maintenance without end'
  | 'divergence ignored'
  | 'barred for good';

export const timings: readonly [PingTiming, ...PingTiming[]] = [
  { pingRateMs: 1000, pingMaxMissed: 5 },
  { pingRateMs: 500, pingMaxMissed: 4 },
  { pingRateMs: 1000, pingMaxMissed: 9 },
  { pingRateMs: 2000, pingMaxMissed: 6 },
];

/** Two nodes, their disks and the network between them, in virtual time; and what must never be seen in it. */
export class World {
  readonly queue = new EventQueue();
  readonly random: Random;
  faults: Faults;
  /** The trouble is over: who stops is started again. */
  healed = false;
  readonly mutant: Mutant;
  readonly maxDelayMs: number;
  readonly link: SimulatedLink;
  readonly master: SimulatedNode;
  readonly backup: SimulatedNode;
  readonly violations: string[] = [];
  /** What happened, for whoever replays a seed. */
  readonly story: string[] = [];
  readonly activations: Epoch[] = [];
  readonly maintenance = new MaintenanceWatch();
  readonly histories = new Histories(this);
  private doubleSince: number | null = null;
  private handedOver: { to: SimulatedNode; sequence: number } | null = null;

  constructor(seed: number, faults: Faults, mutant: Mutant = 'none') {
    this.random = new Random(seed);
    this.faults = faults;
    this.mutant = mutant;
    this.maxDelayMs = this.random.pick([3, 30, 200]);
    const settings = this.settings();
    const timing = faults.timings ? this.random.pick(timings) : settings.timing;
    const startedEmpty = this.random.chance(0.2);
    this.link = new SimulatedLink(this);
    this.master = new SimulatedNode(this, 'A', { ...settings, role: 'Master', timing, startedEmpty });
    this.backup = new SimulatedNode(this, 'B', { ...settings, role: 'Backup' });
    const redial = (): void => {
      this.link.dial();
      this.link.probe();
      this.queue.after(redialMs(this.backup.state), redial);
    };
    this.queue.after(0, redial);
  }

  private settings(): Omit<ActivitySettings, 'role'> {
    const { random } = this;
    return {
      timing: timings[0],
      joinWaitMs: random.pick([300, 3000, 8000]),
      recovery: random.pick(['Automatic', 'Manual'] as const),
      uptimeDecides: random.chance(0.7),
      refusalMeansDead: random.chance(0.8),
      takeBackHoldMs: random.pick([0, 5000]),
      startedEmpty: false,
    };
  }

  readonly other = (node: SimulatedNode): SimulatedNode => (node === this.master ? this.backup : this.master);

  get writers(): SimulatedNode[] {
    return [this.master, this.backup].filter((node) => node.acceptsWrites());
  }

  run(untilMs: number): void {
    while (this.violations.length === 0 && this.queue.runNext(untilMs)) this.inspect();
    this.queue.now = Math.max(this.queue.now, untilMs);
  }

  crash(node: SimulatedNode): void {
    this.tell(node, 'is killed');
    node.crash();
    this.link.close(node);
  }

  /** Once both ends are linked they compare their configuration, which takes a moment. */
  onLinked(open: ReadonlySet<SimulatedNode>): void {
    for (const node of [this.master, this.backup])
      this.queue.after(this.random.between(10, 400), () => this.sync(node, open));
  }

  private sync(node: SimulatedNode, open: ReadonlySet<SimulatedNode>): void {
    if (open.size < 2) return;
    if (this.master.state.link.up && this.backup.state.link.up) this.histories.compare(node);
    else this.queue.after(100, () => this.sync(node, open));
  }

  /** What a node hears after a stall is discarded with its link. */
  noteHeard(node: SimulatedNode, heard: Epoch | null): void {
    if (node.state.link.up) node.heard = maxEpoch(node.heard, heard);
  }

  observe(node: SimulatedNode, effect: Effect, before: ActivityState): void {
    this.tell(node, JSON.stringify(effect));
    const broken =
      this.maintenance.observe(effect, before, node.state, this.queue.now) ?? this.histories.observe(node, effect);
    if (broken !== null) this.violate(broken);
    if (effect.type === 'activated' || effect.type === 'renewed') this.checkEpoch(node, effect.epoch);
    if (effect.type === 'activated' && effect.cause !== 'forced' && effect.reason !== null) this.checkHandover(node);
  }

  /** At every instant: promise 1. */
  inspect(): void {
    this.rememberHandover();
    if (this.writers.length < 2) {
      if (!this.isHandingOver()) this.link.noteWriters(false);
      this.doubleSince = null;
      return;
    }
    if (this.faults.force) return;
    if (!this.faults.cuts) return this.violate('two nodes accept writes without any cut');
    const linked = this.master.state.link.up && this.backup.state.link.up;
    if (linked && !this.link.noteWriters(true)) return this.violate('two reunions on one link');
    const disturbed = this.link.cut.size > 0 || this.master.paused || this.backup.paused;
    if (!linked || disturbed || !this.link.isOpen(this.master) || !this.link.isOpen(this.backup)) {
      this.doubleSince = null;
      return;
    }
    this.doubleSince ??= this.queue.now;
    if (this.queue.now - this.doubleSince > 4 * this.maxDelayMs + 1) this.violate('two linked nodes accept writes');
  }

  private isHandingOver(): boolean {
    return [this.master, this.backup].some(({ state }) => state.phase.kind === 'preparing');
  }

  /** After everything is well again: exactly one is active, both say so, and it is the Master unless that is held. */
  checkRecovery(): void {
    const { state, settings } = this.master;
    const active = [this.master, this.backup].filter((node) => node.state.level === 'Active');
    if (active.length !== 1) this.violate(`${active.length} nodes are active in the end`);
    if (!this.master.state.link.up || !this.backup.state.link.up) this.violate('not linked in the end');
    const held = state.heldByPerson || isSuspended(state) || isSuspended(this.backup.state);
    const takesBack = settings.recovery === 'Automatic' && !held && blockersOf(state, settings).length === 0;
    if (takesBack && state.level !== 'Active') this.violate('the Master did not take back');
    if (this.master.state.maintenance.order !== null || this.backup.state.maintenance.order !== null) {
      this.violate('maintenance is still on in the end');
    }
    const broken = this.histories.checkRecovery();
    if (broken !== null) this.violate(broken);
    const timing = JSON.stringify(this.backup.settings.timing);
    for (const node of [this.master, this.backup]) {
      const { current, previous } = node.state.timing;
      if (JSON.stringify(current) !== timing || previous !== null) this.violate('the timing is not agreed in the end');
    }
  }

  private checkEpoch(node: SimulatedNode, epoch: Epoch): void {
    const name = `${epoch.number}/${epoch.nodeId}`;
    if (this.activations.some((used) => compareEpochs(used, epoch) === 0)) this.violate(`epoch ${name} is used twice`);
    if (compareEpochs(epoch, node.heard) < 0) this.violate(`epoch ${name} is below one that its node has heard`);
    if (epoch.nodeId !== node.id) this.violate(`epoch ${name} is of another node`);
    this.activations.push(epoch);
    node.heard = maxEpoch(node.heard, epoch);
  }

  private rememberHandover(): void {
    for (const node of [this.master, this.backup]) {
      if (node.alive && node.state.phase.kind === 'preparing') {
        this.handedOver = { to: this.other(node), sequence: node.data.sequence };
      }
    }
  }

  /** Promise 4: no overlap, and what the old node wrote last is there. */
  private checkHandover(node: SimulatedNode): void {
    if (this.other(node).acceptsWrites()) this.violate('a handover overlaps');
    if (this.handedOver?.to !== node) return this.violate('a handover without a node that stopped');
    if (node.data.sequence < this.handedOver.sequence) this.violate('a handover lost runtime state');
  }

  readonly tell = (node: SimulatedNode, what: string): void => {
    this.story.push(`${this.queue.now.toFixed(0)} ${node.id}: ${what}`);
  };

  private violate(what: string): void {
    if (this.violations.length === 0) this.violations.push(`VIOLATION at ${this.queue.now.toFixed(0)} ms: ${what}`);
  }
}
