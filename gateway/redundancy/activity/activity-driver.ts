import type { Logger } from '../../logging/logger.ts';
import { initialState, step } from './activity.ts';
import type { ActivitySettings, ActivityState, Effect, Facts, Input, Now } from './activity-types.ts';
import type { MaintenanceStore } from './maintenance-file.ts';
import { noEpochs, type EpochStore } from './epoch-file.ts';
import { fenceFacts, mayWrite, type FenceMemory } from './fence.ts';

export interface DriverParts {
  nodeId: string;
  clock: { now: () => Now };
  epochs: EpochStore;
  maintenance: MaintenanceStore;
  settings: () => ActivitySettings;
  fence: FenceMemory;
  logger: Logger;
  /** Everything but writing the epoch. */
  perform: (effect: Exclude<Effect, { type: 'store' }>) => void;
  /** After every step, before its effects: a store among them is a step of its own. */
  stepped: (state: ActivityState, effects: readonly Effect[]) => void;
}

const longestTickMs = 250;

/** Runs the decision on real clocks and a real disk: one input after the other, never one within another. */
export class ActivityDriver {
  readonly #parts: DriverParts;
  readonly #waiting: Input[] = [];
  #state: ActivityState;
  #busy = false;
  #running = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: DriverParts, facts: Facts) {
    this.#parts = parts;
    this.#state = initialState(parts.nodeId, noEpochs, facts, parts.settings(), parts.clock.now());
  }

  get state(): ActivityState {
    return this.#state;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Whether this process may write now; asks the shared memory, as every other thread does. */
  get mayWrite(): boolean {
    return mayWrite(this.#parts.fence.read(), this.#parts.clock.now().elapsedMs);
  }

  start(): void {
    const { nodeId, epochs, maintenance, settings, clock } = this.#parts;
    const record = epochs.read() ?? noEpochs;
    this.#state = initialState(nodeId, record, this.#state.facts, settings(), clock.now(), maintenance.read());
    this.#running = true;
    this.#tick();
  }

  stop(): void {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#parts.fence.publish({ ...fenceFacts(this.#state, false), writing: false });
  }

  /** Before the start the epochs are not read yet, and after the stop they belong to somebody else. */
  input(input: Input): void {
    if (!this.#running) return;
    this.#waiting.push(input);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#handle(next);
    } finally {
      this.#busy = false;
    }
  }

  learn(change: Partial<Facts>): void {
    this.input({ type: 'facts', facts: change });
  }

  #tick(): void {
    this.input({ type: 'tick' });
    const periodMs = Math.min(longestTickMs, this.#state.timing.current.pingRateMs / 4);
    this.#timer = setTimeout(() => this.#tick(), periodMs);
  }

  /** A store is always the last effect, and its answer is the next input. */
  #handle(input: Input): void {
    const { settings, clock, fence } = this.#parts;
    const { state, effects } = step(this.#state, input, settings(), clock.now());
    this.#state = state;
    fence.publish(fenceFacts(state, settings().role === 'Independent'));
    this.#parts.stepped(state, effects);
    for (const effect of effects) {
      if (effect.type === 'store') this.#handle({ type: 'stored', ok: this.#store(effect) });
      else this.#perform(effect);
    }
  }

  /** Whatever goes wrong there, the decision goes on: a store may follow. */
  #perform(effect: Exclude<Effect, { type: 'store' }>): void {
    try {
      this.#parts.perform(effect);
    } catch (error) {
      this.#parts.logger.error(`A defect in what follows "${effect.type}"`, error);
    }
  }

  #store({ record, maintenance }: Extract<Effect, { type: 'store' }>): boolean {
    try {
      this.#parts.epochs.write(record);
      if (maintenance !== null) this.#parts.maintenance.write(maintenance);
      return true;
    } catch (error) {
      const what = maintenance === null ? 'The epoch' : 'The word on maintenance';
      this.#parts.logger.error(`${what} could not be written`, error);
      return false;
    }
  }
}
