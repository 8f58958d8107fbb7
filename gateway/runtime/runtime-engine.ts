import type { AlarmConfig } from '#contract/resources';
import type { AlarmState } from '#contract/runtime-alarms';
import type { TagSample } from '#contract/runtime-tags';
import type { ChangedRow, ConfigStore } from '../config/resources/config-store.ts';
import type { Logger } from '../logging/logger.ts';
import type { RuntimeMap } from '../redundancy/replication/runtime/runtime-map.ts';
import { evaluateAlarm, quietAlarm } from './alarms/evaluate-alarm.ts';
import { configuredAlarm, configuredTag } from './configured.ts';
import type { Signal } from './modules/module-program.ts';
import { dataTypeOf } from './tags/data-type.ts';
import { DrivenTags } from './tags/driven-tags.ts';

/** `warm`: sources are asked, and what they say is not used: the active node's values count. */
export type EngineMode = 'stopped' | 'warm' | 'active';

export interface EngineParts {
  configuration: ConfigStore;
  tags: RuntimeMap<TagSample>;
  alarms: RuntimeMap<AlarmState>;
  signal: (module: string, name: string) => Signal | null;
  /** Asked before every write: the fence of the redundancy decision. */
  mayWrite: () => boolean;
  /** Epoch ms. */
  now: () => number;
  logger: Logger;
}

const periodMs = 250;
/** A source that says the same again is written down again so often: the age of a value says that it lives. */
const refreshMs = 5000;

/** What a plant does on this node: asks the sources of tags and watches for alarms, as far as its activity allows. */
export class RuntimeEngine {
  readonly #parts: EngineParts;
  readonly #driven: DrivenTags;
  readonly #alarms = new Map<string, AlarmConfig>();
  #mode: EngineMode = 'stopped';
  #timer: NodeJS.Timeout | null = null;
  #collectedAt = 0;
  #endConfigWatch: () => void = () => undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#driven = new DrivenTags({
      read: (name) => parts.tags.get(name),
      publish: (name, value, quality) => this.#publish(name, value, quality),
      signal: parts.signal,
    });
  }

  get mode(): EngineMode {
    return this.#mode;
  }

  start(): void {
    this.#load();
    this.#endConfigWatch = this.#parts.configuration.onChange((_before, rows) => {
      if (rows !== null) rows.forEach((row) => this.#take(row));
    });
  }

  stop(): void {
    this.#endConfigWatch();
    this.setMode('stopped');
  }

  /** After everything was replaced: as a stop and a start of the plant's part of the process. */
  restart(): void {
    const mode = this.#mode;
    this.setMode('stopped');
    this.#load();
    this.setMode(mode);
    this.#parts.logger.info('Tags and alarms were started again on the new configuration');
  }

  setMode(mode: EngineMode): void {
    if (mode === this.#mode) return;
    const wasStopped = this.#mode === 'stopped';
    this.#mode = mode;
    if (mode === 'stopped') return this.#halt();
    if (!wasStopped) return;
    this.#collectedAt = performance.now();
    this.#timer = setInterval(() => this.#tick(), periodMs);
  }

  /** Alarms by name, as they are configured. */
  get alarms(): ReadonlyMap<string, AlarmConfig> {
    return this.#alarms;
  }

  /** The tag that says that the level switches this pump now; `null`: a person does. */
  switchOf(pump: string): string | null {
    return this.#driven.switchOf(pump);
  }

  #halt(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#driven.stop();
  }

  #tick(): void {
    const { now, mayWrite } = this.#parts;
    const at = now();
    const elapsed = performance.now();
    this.#driven.collect(at, elapsed - this.#collectedAt);
    this.#collectedAt = elapsed;
    if (this.#mode === 'active' && mayWrite()) this.#watchAlarms(at);
  }

  #publish(name: string, value: TagSample['value'], quality: TagSample['quality']): void {
    const { tags, now, mayWrite } = this.#parts;
    if (this.#mode !== 'active') return;
    const before = tags.get(name);
    const at = now();
    const isSame = before !== null && before.value === value && before.quality === quality;
    if (isSame && Math.abs(at - before.at) < refreshMs) return;
    if (mayWrite()) tags.set(name, { value, quality, at });
  }

  #watchAlarms(at: number): void {
    const { tags, alarms } = this.#parts;
    for (const [name, config] of this.#alarms) {
      const sample = tags.get(config.tag);
      const value = sample?.quality === 'Good' && typeof sample.value === 'number' ? sample.value : null;
      const before = alarms.get(name);
      const next = evaluateAlarm({ name, config, value }, before ?? quietAlarm, at);
      if (next !== (before ?? quietAlarm)) alarms.set(name, next);
    }
  }

  #load(): void {
    const { configuration } = this.#parts;
    this.#driven.clear();
    this.#alarms.clear();
    for (const { name, value } of configuration.having('tag', 'source', 'memory')) this.#defineTag(name, value);
    for (const { name, value } of configuration.having('alarm', 'tag', '')) this.#defineAlarm(name, value);
  }

  #take({ type, name, value }: ChangedRow): void {
    if (type === 'tag') this.#defineTag(name, value);
    else if (type === 'alarm') this.#defineAlarm(name, value);
  }

  #defineTag(name: string, text: string | null): void {
    const { tags } = this.#parts;
    const config = text === null ? null : configuredTag(text);
    this.#driven.define(name, config);
    if (text === null) return this.#forget(tags, name);
    if (config === null) return this.#sayUnknown('tag', name);
    const value = tags.get(name)?.value ?? null;
    if (value !== null && dataTypeOf(value) !== config.dataType) this.#forget(tags, name);
  }

  #defineAlarm(name: string, text: string | null): void {
    const config = text === null ? null : configuredAlarm(text);
    if (config !== null) return void this.#alarms.set(name, config);
    this.#alarms.delete(name);
    if (text === null) this.#forget(this.#parts.alarms, name);
    else this.#sayUnknown('alarm', name);
  }

  #sayUnknown(type: 'tag' | 'alarm', name: string): void {
    this.#parts.logger.warn(`The ${type} ${name} does not run: this version does not know its kind`);
  }

  #forget(map: RuntimeMap<TagSample> | RuntimeMap<AlarmState>, name: string): void {
    if (this.#mode === 'active' && this.#parts.mayWrite()) map.delete(name);
  }
}
