import type { TagConfig } from '#contract/resources';
import type { TagSample } from '#contract/runtime-tags';
import type { Signal } from '../modules/module-program.ts';
import { HostMetrics, type HostValues } from './host-metrics.ts';
import { emptyTank, stepTank, type TankState } from './tank.ts';

export interface DrivenTagsParts {
  read: (name: string) => TagSample | null;
  /** What a source says now. */
  publish: (name: string, value: TagSample['value'], quality: TagSample['quality']) => void;
  signal: (module: string, name: string) => Signal | null;
}

type Driven = Exclude<TagConfig, { source: 'memory' }>;
type TankPart = Extract<Driven, { source: 'simulated' }>['part'];

const hostPeriodMs = 1000;

/** Tags whose values come from somewhere: a simulated tank, the computer, a module. */
export class DrivenTags {
  readonly #parts: DrivenTagsParts;
  readonly #tags = new Map<string, Driven>();
  /** Names of tags by the part of the equipment that they show. */
  #tanks = new Map<string, Map<TankPart, string>>();
  readonly #host = new HostMetrics();
  #hostAt = -Infinity;

  constructor(parts: DrivenTagsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#host.start();
  }

  stop(): void {
    this.#host.stop();
  }

  clear(): void {
    this.#tags.clear();
    this.#tanks.clear();
  }

  /** `null`: there is no such tag any more. */
  define(name: string, config: TagConfig | null): void {
    if (config === null || config.source === 'memory') this.#tags.delete(name);
    else this.#tags.set(name, config);
    this.#tanks = this.#findTanks();
  }

  /** Asks every source. `at`: epoch ms; `elapsedMs`: since the last time. */
  collect(at: number, elapsedMs: number): void {
    for (const parts of this.#tanks.values()) this.#stepTank(parts, elapsedMs);
    const isHostDue = Math.abs(at - this.#hostAt) >= hostPeriodMs;
    const host = isHostDue ? this.#host.measure() : null;
    if (isHostDue) this.#hostAt = at;
    for (const [name, config] of this.#tags) {
      if (config.source === 'host' && host !== null) this.#publishHost(name, config.metric, host);
      else if (config.source === 'module') this.#publishSignal(name, config, at);
    }
  }

  #publishHost(name: string, metric: keyof HostValues, values: HostValues): void {
    this.#parts.publish(name, values[metric], 'Good');
  }

  #publishSignal(name: string, { module, signal }: { module: string; signal: string }, at: number): void {
    const { publish, read } = this.#parts;
    try {
      const value = this.#parts.signal(module, signal)?.(at);
      if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error('no number');
      publish(name, Math.round(value * 1000) / 1000, 'Good');
    } catch {
      publish(name, read(name)?.value ?? null, 'Bad');
    }
  }

  /** All that a tank is lies in the values of its tags, so whichever node works goes on where the other one stopped. */
  #stepTank(parts: ReadonlyMap<TankPart, string>, elapsedMs: number): void {
    const { publish } = this.#parts;
    const next = stepTank(this.#tank(parts), elapsedMs);
    for (const [part, name] of parts) {
      publish(name, part === 'level' ? Math.round(next.level * 1000) / 1000 : next[part], 'Good');
    }
  }

  #tank(parts: ReadonlyMap<TankPart, string>): TankState {
    const state = { ...emptyTank };
    for (const [part, name] of parts) {
      const value = this.#parts.read(name)?.value;
      if (part === 'level') state.level = typeof value === 'number' ? value : state.level;
      else state[part] = typeof value === 'boolean' ? value : state[part];
    }
    return state;
  }

  #findTanks(): Map<string, Map<TankPart, string>> {
    const tanks = new Map<string, Map<TankPart, string>>();
    for (const [name, config] of this.#tags) {
      if (config.source !== 'simulated') continue;
      const tank = tanks.get(config.equipment) ?? new Map<TankPart, string>();
      tanks.set(config.equipment, tank.set(config.part, name));
    }
    return tanks;
  }
}
