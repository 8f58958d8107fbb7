import type { ActivityFrame } from '#contract/activity-frames';
import type { Epoch } from '#contract/epoch';
import { initialState, step } from '../activity/activity.ts';
import type {
  ActivitySettings,
  ActivityState,
  Effect,
  EpochRecord,
  Facts,
  Input,
  MaintenanceRecord,
} from '../activity/activity-types.ts';
import { fenceFacts, mayWrite, type FenceFacts } from '../activity/fence.ts';
import type { History } from './histories.ts';
import type { World } from './world.ts';

const tickMs = 250;

/** What a mutant takes for said as soon as it has sent a frame. */
const mutantAnswers = new Map<string, 'grant' | 'commit'>([
  ['active before the grant: claim', 'grant'],
  ['active before the commit: prepared', 'commit'],
]);

/** A position in the runtime data: how often an Active node has written. */
export interface Written {
  epochNumber: number;
  sequence: number;
}

/** One process with its disk. It lives, dies, stands still, and starts again on what is on disk. */
export class SimulatedNode {
  readonly id: string;
  settings: ActivitySettings;
  readonly world: World;
  disk: {
    record: EpochRecord;
    maintenance: MaintenanceRecord | null;
    history: History | null;
    /** How many changes both were last known to hold; `null`: they never did. */
    syncedRevision: number | null;
  } = {
    record: { highest: null, own: null, released: null, timing: null, suspension: null },
    maintenance: null,
    history: null,
    syncedRevision: null,
  };
  diskFull = false;
  alive = false;
  /** Stopped by a signal, or waiting for its disk. */
  private stopped = false;
  private writing = false;
  generation = 0;
  state: ActivityState;
  data: Written = { epochNumber: 0, sequence: 0 };
  heard: Epoch | null = null;
  private published: FenceFacts;
  private inbox: (() => void)[] = [];
  private diskAnswers: () => void = () => undefined;
  private readonly clockOffset: number;

  constructor(world: World, id: string, settings: ActivitySettings) {
    this.world = world;
    this.id = id;
    this.settings = settings;
    this.clockOffset = world.random.between(0, 1_000_000);
    this.state = this.fresh();
    this.published = fenceFacts(this.state, false);
  }

  get elapsedMs(): number {
    return this.world.queue.now + this.clockOffset;
  }

  /** Asked by another thread, which does not stand still with the loop. */
  acceptsWrites(): boolean {
    const facts = this.world.mutant === 'fencing off' ? { ...this.published, independent: true } : this.published;
    return this.alive && mayWrite(facts, this.elapsedMs);
  }

  start(): void {
    this.world.tell(this, 'starts');
    this.alive = true;
    this.stopped = false;
    this.writing = false;
    this.diskAnswers = () => undefined;
    this.generation++;
    this.inbox = [];
    // What a node heard while it could not write, it does not know after a restart.
    this.heard = this.disk.record.highest;
    this.state = this.fresh();
    this.published = fenceFacts(this.state, false);
    this.tickLater(this.generation);
    this.world.link.dial();
  }

  crash(): void {
    this.alive = false;
    this.generation++;
    this.inbox = [];
  }

  get paused(): boolean {
    return this.stopped || this.writing;
  }

  pause(): void {
    this.stopped = true;
  }

  /** What waited is handled in its order; the timer that is due comes first or last. */
  resume(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.goOn();
  }

  private goOn(): void {
    if (this.paused) return;
    this.world.tell(this, 'goes on');
    const waiting = this.inbox;
    this.inbox = [];
    this.diskAnswers();
    if (this.world.random.chance(0.5)) this.deliver({ type: 'tick' });
    for (const run of waiting) this.whenRunning(run);
    this.deliver({ type: 'tick' });
  }

  whenRunning(run: () => void): void {
    if (!this.alive) return;
    if (this.paused) this.inbox.push(run);
    else run();
  }

  deliver(input: Input): void {
    const { generation } = this;
    this.whenRunning(() => {
      if (this.alive && this.generation === generation) this.handle(input);
    });
  }

  handle(input: Input): void {
    const now = { elapsedMs: this.elapsedMs, wallAt: this.world.queue.now };
    if (this.world.mutant === 'stale frames count') this.state = { ...this.state, lastTickAt: now.elapsedMs };
    if (this.world.mutant === 'goodbye before the write' && input.type === 'leave') {
      this.world.link.send(this, { type: 'goodbye', backInMs: null });
    }
    if (this.world.mutant === 'maintenance without end') this.state = endless(this.state);
    if (this.world.mutant === 'divergence ignored') this.state = fitting(this.state);
    if (input.type === 'facts') this.noteFacts(input.facts);
    const before = this.state;
    const { state, effects } = step(before, input, this.settings, now);
    if (state.level !== this.state.level || state.phase.kind !== this.state.phase.kind) {
      const how = `${state.level} ${state.phase.kind} ${state.link.up ? 'linked' : 'alone'}`;
      this.world.tell(this, `${how} after ${input.type === 'frame' ? input.frame.type : input.type}`);
    }
    this.state = state;
    this.published = fenceFacts(state, false);
    this.world.inspect();
    for (const effect of effects) {
      if (!this.alive) return;
      if (effect.type === 'store') this.store(effect);
      else this.perform(effect, before);
    }
  }

  private noteFacts({ divergence }: Partial<Facts>): void {
    if (divergence !== undefined) this.world.histories.told(this, divergence);
  }

  learn(change: Partial<Facts>): void {
    const staysBarred = this.world.mutant === 'barred for good' && this.state.facts.divergence === 'self';
    const facts = staysBarred ? { ...change, divergence: 'self' as const } : change;
    this.deliver({ type: 'facts', facts });
  }

  private perform(effect: Exclude<Effect, { type: 'store' }>, before: ActivityState): void {
    if (effect.type === 'send') this.send(effect.frame);
    else if (effect.type === 'dropLink') {
      this.world.link.close(this);
      this.learn({ inSync: false });
    } else if (effect.type === 'left') this.leave();
    else this.world.observe(this, effect, before);
  }

  private send(frame: ActivityFrame): void {
    const { link, mutant } = this.world;
    link.send(this, frame);
    const type = mutantAnswers.get(`${mutant}: ${frame.type}`);
    if (type !== undefined && 'epoch' in frame && frame.epoch !== null) {
      this.handle({ type: 'frame', frame: { type, epoch: frame.epoch } });
    }
  }

  private leave(): void {
    const inPlace = this.state.leaving?.backInMs ?? null;
    this.world.crash(this);
    const { generation } = this;
    const backInMs = this.world.healed ? 1000 : inPlace;
    if (backInMs === null) return;
    this.world.queue.after(backInMs, () => this.generation === generation && !this.alive && this.start());
  }

  /** Synchronous, as on a real disk: slow at times, and a crash may come before or after the write. */
  private store({ record, maintenance }: Extract<Effect, { type: 'store' }>): void {
    const { random, faults, mutant } = this.world;
    if (faults.crashesInWrites && random.chance(0.01)) return this.world.crash(this);
    const ok = !this.diskFull && !(faults.failingDisk && random.chance(0.05));
    if (ok && mutant !== 'epoch not stored') this.disk.record = record;
    if (ok && maintenance !== null && mutant !== 'maintenance not stored') this.disk.maintenance = maintenance;
    if (faults.crashesInWrites && random.chance(0.01)) return this.world.crash(this);
    const slowMs = faults.slowDisk && random.chance(0.02) ? random.between(500, 9000) : 0;
    if (slowMs === 0) return this.handle({ type: 'stored', ok });
    const { generation } = this;
    this.writing = true;
    this.world.tell(this, `writes for ${slowMs} ms`);
    this.world.queue.after(slowMs, () => {
      if (!this.alive || this.generation !== generation) return;
      this.writing = false;
      this.diskAnswers = () => {
        this.diskAnswers = () => undefined;
        this.handle({ type: 'stored', ok });
      };
      this.goOn();
    });
  }

  private fresh(): ActivityState {
    const { record, maintenance, syncedRevision } = this.disk;
    const divergence = this.world.histories.atStart(this);
    this.world.histories.told(this, divergence);
    const syncedOnce = syncedRevision !== null;
    const facts = { diskWritable: !this.diskFull, syncedOnce, inSync: false, compatible: true, divergence };
    const now = { elapsedMs: this.elapsedMs, wallAt: this.world.queue.now };
    return initialState(this.id, record, facts, this.settings, now, maintenance);
  }

  private tickLater(generation: number): void {
    this.world.queue.after(tickMs, () => {
      if (!this.alive || this.generation !== generation) return;
      if (!this.paused) {
        this.write();
        this.handle({ type: 'tick' });
      }
      this.tickLater(generation);
    });
  }

  private write(): void {
    if (!this.acceptsWrites()) return;
    this.data = { epochNumber: this.state.record.own?.number ?? 0, sequence: this.data.sequence + 1 };
    this.world.link.sendData(this, this.data);
  }
}

function fitting(state: ActivityState): ActivityState {
  return { ...state, facts: { ...state.facts, divergence: 'no' } };
}

function endless(state: ActivityState): ActivityState {
  const { stamp, order } = state.maintenance;
  return order === null ? state : { ...state, maintenance: { stamp, order: { ...order, until: Infinity } } };
}
