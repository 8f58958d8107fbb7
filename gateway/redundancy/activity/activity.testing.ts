import type { ActivityFrame, ActivitySnapshot } from '#contract/activity-frames';
import type { Epoch } from '#contract/epoch';
import { initialState, step } from './activity.ts';
import type {
  ActivitySettings,
  ActivityState,
  Effect,
  EpochRecord,
  Facts,
  Input,
  MaintenanceRecord,
} from './activity-types.ts';

export const settings: ActivitySettings = {
  role: 'Master',
  timing: { pingRateMs: 1000, pingMaxMissed: 10 },
  joinWaitMs: 30_000,
  recovery: 'Automatic',
  uptimeDecides: true,
  refusalMeansDead: true,
  takeBackHoldMs: 60_000,
  startedEmpty: false,
};

export const facts: Facts = { diskWritable: true, syncedOnce: true, inSync: true, compatible: true, divergence: 'no' };

export const epochOf = (number: number, nodeId = 'peer'): Epoch => ({ number, nodeId });

/** What the peer says of itself, unless a story says otherwise: a standby that could take over. */
export function snapshot(over: Partial<ActivitySnapshot> = {}): ActivitySnapshot {
  return {
    level: 'Standby',
    writing: over.level === 'Active',
    highest: null,
    own: null,
    activeForMs: over.level === 'Active' ? 1000 : null,
    canActivate: true,
    blockers: [],
    timing: settings.timing,
    timingAgreed: true,
    recovery: 'Automatic',
    uptimeDecides: true,
    suspended: false,
    recentChangeovers: 0,
    maintenance: { stamp: null, order: null },
    ...over,
  };
}

/** A word on maintenance of the other node: on for half an hour, or ended. */
export function maintain(number: number, minutes = 30): ActivityFrame {
  const order = minutes === 0 ? null : { remainingMs: minutes * 60_000, reason: 'update', requester: 'anna' };
  return { type: 'maintain', word: { stamp: epochOf(number), order }, by: 'anna' };
}

/** One node under test: what it is told is one line of a story, and its disk answers at once. */
export class StoryNode {
  state: ActivityState;
  /** What the last input brought about. */
  effects: Effect[] = [];
  diskFails = false;
  elapsedMs = 0;
  private echoedAt = 0;
  readonly settings: ActivitySettings;

  constructor(
    over: Partial<ActivitySettings> = {},
    record: EpochRecord = { highest: null, own: null, released: null, timing: null, suspension: null },
    maintenance: MaintenanceRecord | null = null,
  ) {
    this.settings = { ...settings, ...over };
    this.state = initialState('self', record, facts, this.settings, this.now, maintenance);
  }

  /** What the rest of the gateway knows, before anything happens. */
  knowing(known: Partial<Facts>): this {
    this.state = { ...this.state, facts: { ...this.state.facts, ...known } };
    return this;
  }

  get now() {
    return { elapsedMs: this.elapsedMs, wallAt: 1_000_000 + this.elapsedMs };
  }

  /** Level and phase, as the tables of the specs write them. */
  get where(): string {
    return `${this.state.level} ${this.state.phase.kind}`;
  }

  get frames(): ActivityFrame[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.frame] : []));
  }

  /** The kinds of frames that the last input sent, without the ones that only tell and measure. */
  get said(): string {
    const silent = ['ping', 'echo', 'status'];
    return this.frames
      .map(({ type }) => type)
      .filter((type) => !silent.includes(type))
      .join(' ');
  }

  give(input: Input): this {
    this.effects = [];
    this.handle(input);
    return this;
  }

  hear(frame: ActivityFrame): this {
    return this.give({ type: 'frame', frame });
  }

  link(over: Partial<ActivitySnapshot> = {}): this {
    return this.give({ type: 'linkUp', peerId: 'peer', snapshot: snapshot(over) });
  }

  /** Time passes in small ticks, so that nothing looks like a stall; with `echoing`, the peer answers pings. */
  pass(ms: number, { echoing = false } = {}): this {
    const effects: Effect[] = [];
    for (const end = this.elapsedMs + ms; this.elapsedMs < end;) {
      this.elapsedMs = Math.min(end, this.elapsedMs + 250);
      this.give({ type: 'tick' });
      effects.push(...this.effects);
      if (echoing) this.echoAll();
    }
    this.effects = effects;
    return this;
  }

  /** The process stands still, and then something wakes it. */
  stall(ms: number, input: Input = { type: 'tick' }): this {
    this.elapsedMs += ms;
    return this.give(input);
  }

  has(type: Effect['type']): boolean {
    return this.effects.some((effect) => effect.type === type);
  }

  private echoAll(): void {
    for (const { number } of this.state.pings.outstanding) {
      const before = this.state.peer ?? snapshot();
      const activeForMs = before.activeForMs === null ? null : before.activeForMs + this.elapsedMs - this.echoedAt;
      this.echoedAt = this.elapsedMs;
      this.handle({ type: 'frame', frame: { type: 'echo', number, snapshot: { ...before, activeForMs }, at: 0 } });
    }
  }

  private handle(input: Input): void {
    const { state, effects } = step(this.state, input, this.settings, this.now);
    this.state = state;
    for (const effect of effects) {
      this.effects.push(effect);
      if (effect.type === 'store') this.handle({ type: 'stored', ok: !this.diskFails });
    }
  }
}

/** A Master that was started in an empty directory, with the secret of a pair that may have data. */
export function emptyMaster(): StoryNode {
  return new StoryNode({ startedEmpty: true }).knowing({ syncedOnce: false });
}
