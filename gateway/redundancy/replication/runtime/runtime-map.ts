import type { Epoch } from '#contract/epoch';
import type { ProviderId } from '#contract/providers';
import type { RuntimePosition } from '#contract/runtime-frames';
import { isSamePosition } from './runtime-position.ts';
import { Staging } from './staging.ts';
import { Tombstones } from './tombstones.ts';
import { hashOf } from './value-hash.ts';

/** What a key holds; `null`: it was deleted. `sequence` grows with every write of the map. */
export interface RuntimeEntry<T> {
  readonly key: string;
  value: T | null;
  sequence: number;
  /** Of what the other node is known to hold, or to be sent; counted in the digest. */
  hash: number;
  /** Written since it was last sent. */
  changed: boolean;
}

export interface RuntimeMapOptions<T> {
  /** Whether a value that the other node sent, or that was on disk, is one. Written by hand: it runs for every row. */
  check?: (value: unknown) => value is T;
  /**
   * What is kept when two nodes wrote apart: `theirs` is what the node that gave up had. `mine` is `null` where the
   * surviving node has no such key; so is the answer if it shall have none. Absent: the survivor's value counts.
   */
  unite?(mine: T | null, theirs: T): T | null;
}

/** Activations of this node since its data came from elsewhere, that are remembered. */
const mostBases = 16;

/**
 * State of the plant that follows the active node: the active node writes, the other one takes over what it is sent.
 * Values are JSON, and are never changed in place.
 */
export class RuntimeMap<T> {
  readonly id: ProviderId;
  readonly options: RuntimeMapOptions<T>;
  readonly #listeners = new Set<(keys: readonly string[]) => void>();
  readonly #tombstones = new Tombstones<T>();
  #entries = new Map<string, RuntimeEntry<T>>();
  #epoch: Epoch | null = null;
  #sequence = 0;
  /** Rows that were taken may be newer than the position, until the last of them has come. */
  #newest = 0;
  /** Exact points of this map's history at which another activation began. */
  #bases: RuntimePosition[] = [];
  #changed: RuntimeEntry<T>[] | null = null;
  #wake: () => void = () => undefined;
  #digest = 0;
  #writes = 0;
  /** False: a standby writes nothing, whoever asks it to. */
  writable = true;

  constructor(id: ProviderId, options: RuntimeMapOptions<T> = {}) {
    this.id = id;
    this.options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  get position(): RuntimePosition {
    return { epoch: this.#epoch, sequence: this.#sequence };
  }

  /** How often something was written here since the process started. */
  get writes(): number {
    return this.#writes;
  }

  /** Sum of the hashes of what the other node holds once it has taken all that was sent; or of what was taken. */
  get digest(): number {
    return this.#digest;
  }

  get(key: string): T | null {
    return this.#entries.get(key)?.value ?? null;
  }

  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  entries(): Iterable<RuntimeEntry<T>> {
    return this.#entries.values();
  }

  /** Only the active node writes: whoever calls this has asked the fence. Elsewhere nothing happens. */
  set(key: string, value: T): void {
    if (!this.writable) return;
    this.#writes += 1;
    this.#sequence += 1;
    const entry = this.#entries.get(key) ?? this.#add(key);
    entry.value = value;
    entry.sequence = this.#sequence;
    this.#note(entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || !this.writable) return;
    this.#writes += 1;
    this.#sequence += 1;
    this.#remove(entry, this.#sequence);
    this.#note(entry);
  }

  /** Hears which keys the other node's data replaced, added or removed here; not what is set here. */
  onTaken(listener: (keys: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** This node writes from now on, under an epoch above every one before: its data is the greater at once. */
  activate(epoch: Epoch): void {
    this.#bases = [...this.#bases, this.position].slice(-mostBases);
    this.#epoch = epoch;
    this.#sequence = Math.max(this.#sequence, this.#newest);
    this.writable = true;
  }

  /** Whether everything that this position says is part of what led here. */
  includes(position: RuntimePosition): boolean {
    if (position.epoch === null) return false;
    if (this.#bases.some((base) => isSamePosition(base, position))) return true;
    return isSameEpoch(position.epoch, this.#epoch) && position.sequence <= this.#sequence;
  }

  /** What was written after a sequence, deletions too; `null`: deletions are not remembered that far back. */
  changesAfter(sequence: number): RuntimeEntry<T>[] | null {
    const deletions = this.#tombstones.after(sequence);
    if (deletions === null) return null;
    for (const entry of this.#entries.values()) if (entry.sequence > sequence) deletions.push(entry);
    return deletions;
  }

  /**
   * From now on changes are noted, and the first one after each `takeChanges` is told. The other node holds all but
   * `except`, which it is going to be sent.
   */
  follow(except: readonly RuntimeEntry<T>[], wake: () => void): void {
    this.#changed = [];
    this.#wake = wake;
    for (const entry of this.#entries.values()) entry.changed = false;
    for (const entry of this.#tombstones.all()) Object.assign(entry, { changed: false, hash: 0 });
    for (const entry of except) entry.changed = true;
    this.#digest = 0;
    for (const entry of this.#entries.values()) {
      entry.hash = entry.changed ? 0 : hashOf(entry.key, entry.value);
      this.#digest = (this.#digest + entry.hash) | 0;
    }
  }

  /** Changes are not noted any more. */
  unfollow(): void {
    this.#changed = null;
  }

  /** What was written since the last call, each key once. */
  takeChanges(): RuntimeEntry<T>[] {
    const changed = this.#changed;
    if (changed === null || changed.length === 0) return [];
    this.#changed = [];
    return changed;
  }

  /** The present value is on its way to the other node. */
  sent(entry: RuntimeEntry<T>): void {
    const hash = entry.value === null ? 0 : hashOf(entry.key, entry.value);
    this.#digest = (this.#digest + hash - entry.hash) | 0;
    entry.hash = hash;
    entry.changed = false;
  }

  /** Takes what the other node changed. `at`: no row is newer. */
  apply(rows: readonly unknown[], gone: readonly string[], at: number): void {
    this.#newest = Math.max(this.#newest, at);
    for (const key of gone) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) this.#forget(entry, at);
    }
    for (let index = 0; index < rows.length; index += 2) {
      const key = rows[index] as string;
      const entry = this.#entries.get(key) ?? this.#add(key);
      entry.value = rows[index + 1] as T;
      entry.sequence = at;
      this.sent(entry);
    }
    if (this.#listeners.size === 0 || rows.length + gone.length === 0) return;
    this.#tell([...gone, ...(rows.filter((_, index) => index % 2 === 0) as string[])]);
  }

  /** To be filled, and then put in the place of everything. */
  stage(): Staging<T> {
    return new Staging();
  }

  /** Everything is what the other node has; nothing of what was here stays. */
  replace(staging: Staging<T>, position: RuntimePosition): void {
    const before = this.#entries;
    this.#entries = staging.entries;
    this.#digest = staging.digest;
    this.#bases = [];
    this.#tombstones.forget(staging.newest);
    this.#newest = staging.newest;
    this.reach(position);
    if (this.#listeners.size === 0) return;
    const keys = [...this.#entries.keys()];
    for (const key of before.keys()) if (!this.#entries.has(key)) keys.push(key);
    this.#tell(keys);
  }

  /** Everything until this position was taken. */
  reach({ epoch, sequence }: RuntimePosition): void {
    if (!isSameEpoch(epoch, this.#epoch)) this.#bases = [];
    this.#epoch = epoch;
    this.#sequence = sequence;
    this.#newest = Math.max(this.#newest, sequence);
  }

  #add(key: string): RuntimeEntry<T> {
    const entry = this.#tombstones.take(key) ?? { key, value: null, sequence: 0, hash: 0, changed: false };
    this.#entries.set(key, entry);
    return entry;
  }

  #remove(entry: RuntimeEntry<T>, sequence: number): void {
    this.#entries.delete(entry.key);
    entry.value = null;
    entry.sequence = sequence;
    this.#tombstones.add(entry);
  }

  #forget(entry: RuntimeEntry<T>, sequence: number): void {
    this.#remove(entry, sequence);
    this.sent(entry);
  }

  #note(entry: RuntimeEntry<T>): void {
    if (this.#changed === null || entry.changed) return;
    entry.changed = true;
    if (this.#changed.push(entry) === 1) this.#wake();
  }

  #tell(keys: readonly string[]): void {
    for (const listener of this.#listeners) listener(keys);
  }
}

function isSameEpoch(one: Epoch | null, other: Epoch | null): boolean {
  if (one === null || other === null) return one === other;
  return one.number === other.number && one.nodeId === other.nodeId;
}
