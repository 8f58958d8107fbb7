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

/** What is looked at, made from all tags when one of them has changed. */
interface Sources {
  /** Names of tags by equipment and by the part of it that they show. */
  tanks: Map<string, Map<TankPart, string>>;
  usesHost: boolean;
}

const hostPeriodMs = 1000;

/** Tags whose values come from somewhere: a simulated tank, the computer, a module. */
export class DrivenTags {
  readonly #parts: DrivenTagsParts;
  readonly #tags = new Map<string, Driven>();
  #sources: Sources | null = null;
  /** Measures only where a tag shows it. */
  #host: HostMetrics | null = null;
  #hostAt = 0;

  constructor(parts: DrivenTagsParts) {
    this.#parts = parts;
  }

  stop(): void {
    this.#host?.stop();
    this.#host = null;
  }

  clear(): void {
    this.#tags.clear();
    this.#sources = null;
  }

  /** `null`: there is no such tag any more. */
  define(name: string, config: TagConfig | null): void {
    if (config === null || config.source === 'memory') this.#tags.delete(name);
    else this.#tags.set(name, config);
    this.#sources = null;
  }

  /** Asks every source. `at`: epoch ms; `elapsedMs`: since the last time. */
  collect(at: number, elapsedMs: number): void {
    this.#sources ??= this.#findSources();
    for (const parts of this.#sources.tanks.values()) this.#stepTank(parts, elapsedMs);
    if (!this.#sources.usesHost) this.stop();
    const host = this.#sources.usesHost ? this.#measureHost(at) : null;
    for (const [name, config] of this.#tags) {
      if (config.source === 'host' && host !== null) this.#publishHost(name, config.metric, host);
      else if (config.source === 'module') this.#publishSignal(name, config, at);
    }
  }

  /** The tag that says that the level switches this pump now; `null`: a person does. */
  switchOf(pump: string): string | null {
    const config = this.#tags.get(pump);
    if (config?.source !== 'simulated' || config.part !== 'pump') return null;
    this.#sources ??= this.#findSources();
    const parts = this.#sources.tanks.get(config.equipment) ?? new Map<TankPart, string>();
    return this.#tank(parts).automatic ? (parts.get('automatic') ?? null) : null;
  }

  /** `null`: not yet again. */
  #measureHost(at: number): HostValues | null {
    if (this.#host !== null && Math.abs(at - this.#hostAt) < hostPeriodMs) return null;
    this.#hostAt = at;
    if (this.#host !== null) return this.#host.measure();
    this.#host = new HostMetrics();
    this.#host.start();
    return null;
  }

  #publishHost(name: string, metric: keyof HostValues, values: HostValues): void {
    this.#parts.publish(name, values[metric], 'Good');
  }

  #publishSignal(name: string, { module, signal }: { module: string; signal: string }, at: number): void {
    const { publish, read } = this.#parts;
    try {
      const value: unknown = this.#parts.signal(module, signal)?.(at);
      // Nobody waits for it, and one that nobody waits for ends the process when it fails.
      if (value instanceof Promise) value.catch(() => undefined);
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
    // A pump that can be written obeys whoever writes it, unless there is a tag that says otherwise.
    const state = { ...emptyTank, automatic: parts.has('automatic') || !parts.has('pump') };
    for (const [part, name] of parts) {
      const value = this.#parts.read(name)?.value;
      if (part === 'level') state.level = typeof value === 'number' ? value : state.level;
      else state[part] = typeof value === 'boolean' ? value : state[part];
    }
    return state;
  }

  #findSources(): Sources {
    const tanks: Sources['tanks'] = new Map();
    let usesHost = false;
    for (const [name, config] of this.#tags) {
      usesHost ||= config.source === 'host';
      if (config.source !== 'simulated') continue;
      const tank = tanks.get(config.equipment) ?? new Map<TankPart, string>();
      tanks.set(config.equipment, tank.set(config.part, name));
    }
    return { tanks, usesHost };
  }
}
