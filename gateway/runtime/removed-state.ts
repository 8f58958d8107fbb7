import type { AlarmState } from '#contract/runtime-alarms';
import type { TagSample } from '#contract/runtime-tags';
import type { ChangedRow, ConfigStore } from '../config/resources/config-store.ts';
import type { RuntimeMap } from '../redundancy/replication/runtime/runtime-map.ts';

export interface RemovedParts {
  configuration: ConfigStore;
  tags: RuntimeMap<TagSample>;
  alarms: RuntimeMap<AlarmState>;
  /** Tags and alarms are configured here: what is not, there is not. A Backup may only not have heard of it yet. */
  isConfiguredHere: () => boolean;
  mayWrite: () => boolean;
}

interface Key {
  type: 'tag' | 'alarm';
  name: string;
}

/** So many at a time, each in a turn of the event loop of its own. */
const sliceKeys = 250;

/** State of tags and alarms that were deleted while this node was not active: it goes when this node is. */
export class RemovedState {
  readonly #parts: RemovedParts;
  readonly #noted = { tag: new Set<string>(), alarm: new Set<string>() };
  /** Still to be looked at. */
  #keys: Key[] = [];
  #next: NodeJS.Immediate | null = null;

  constructor(parts: RemovedParts) {
    this.#parts = parts;
  }

  /** A change of the configuration. */
  note({ type, name, value }: ChangedRow): void {
    if (value !== null || !(type === 'tag' || type === 'alarm')) return;
    if (this.#mapOf(type).get(name) !== null) this.#noted[type].add(name);
  }

  /** This node has become active. */
  forget(): void {
    const { tags, alarms, isConfiguredHere } = this.#parts;
    const names = isConfiguredHere() ? { tag: tags.keys(), alarm: alarms.keys() } : this.#noted;
    this.#keys = [...keysOf('tag', names.tag), ...keysOf('alarm', names.alarm)];
    this.#go();
  }

  /** It is not active any more: what is left waits until it is again. */
  stop(): void {
    if (this.#next !== null) clearImmediate(this.#next);
    this.#next = null;
    this.#keys = [];
  }

  #go(): void {
    if (this.#keys.length > 0) this.#next ??= setImmediate(() => this.#slice());
  }

  #slice(): void {
    const { configuration, mayWrite } = this.#parts;
    this.#next = null;
    if (!mayWrite()) return this.stop();
    for (const { type, name } of this.#keys.splice(-sliceKeys)) {
      if (configuration.get(type, name) === null) this.#mapOf(type).delete(name);
      this.#noted[type].delete(name);
    }
    this.#go();
  }

  #mapOf(type: Key['type']): RuntimeMap<TagSample> | RuntimeMap<AlarmState> {
    return type === 'tag' ? this.#parts.tags : this.#parts.alarms;
  }
}

function keysOf(type: Key['type'], names: Iterable<string>): Key[] {
  return [...names].map((name) => ({ type, name }));
}
