import { randomUUID } from 'node:crypto';
import type { Epoch } from '#contract/epoch';
import type { ProviderId } from '#contract/providers';
import type { LogRow, Position, SnapshotRow } from '#contract/replication-frames';
import { GatewayError } from '../../errors.ts';
import type { BesideOrder } from './beside-order.ts';
import { changeTriggers } from './change-triggers.ts';
import { follow, originOf, samePosition } from './config-chain.ts';
import { ConfigLog, type RowsAfter } from './config-log.ts';
import { ConfigStage } from './config-stage.ts';
import { beginHistory, readPosition } from './config-position.ts';
import { configMigrations, numberRow, resourceRow } from './config-tables.ts';
import type { Counts } from './counts.ts';
import { Database } from '../disk/database.ts';
import { GroupCommit, type Outcome } from './group-commit.ts';
import { onceRead } from './once-read.ts';
import { refusalOf } from './refusal.ts';
import { resourcePage, type PageQuery, type ResourcePage } from './resource-pages.ts';
import { tellInSlices } from './tell-in-slices.ts';

export interface ConfigStoreOptions {
  /** The log of changes is trimmed to so many bytes. */
  logBytes: number;
  now: () => number;
  /** The highest epoch that this node knows of. */
  epoch: () => Epoch | null;
}

/** One change of one resource. `value` is JSON text; `null` deletes. */
export interface Change {
  provider: ProviderId;
  type: string;
  name: string;
  value: string | null;
  /** The revision that the author read; `null`: there must be none yet; `any`: whatever is there. */
  expected: number | 'any' | null;
}

/** What a listener learns of a change. */
export type ChangedRow = Pick<LogRow, 'revision' | 'provider' | 'type' | 'name' | 'value'>;

/** `before`: where this node stood. `rows`: what was changed, in order; `null`: everything may be different. */
export type ConfigListener = (before: Position | null, rows: readonly ChangedRow[] | null) => void;

interface Write {
  changes: readonly Change[];
  author: string;
}

/** What the pair is configured to be, with the chain of its changes. One revision counts for all providers. */
export class ConfigStore {
  readonly path: string;
  readonly log: ConfigLog;
  /** What a full synchronisation has put aside. */
  readonly stage: ConfigStage;
  /** Why nothing may be written here now; `null`: it may. */
  frozen: string | null = null;
  /** Changes that are on their way to the disk of the other node; `null`: it takes none now. */
  underWay: () => number | null = () => null;
  readonly #options: ConfigStoreOptions;
  readonly #database: Database;
  readonly #writes = new GroupCommit<Write, Position>(
    (writes) => this.#commit(writes),
    () => this.underWay(),
  );
  #listeners: ConfigListener[] = [];
  #rows: LogRow[] | null = [];
  #position: Position | null = null;

  constructor(path: string, options: ConfigStoreOptions) {
    this.path = path;
    this.#options = options;
    this.#database = new Database(path, { migrations: configMigrations, connection: changeTriggers });
    this.log = new ConfigLog(this.#database, options.logBytes);
    this.stage = new ConfigStage(this.#database);
  }

  /** Throws a `StartError`. */
  open(): void {
    this.#database.open();
    this.#position = readPosition(this.#database);
    this.stage.open();
    this.#takeWhatIsWhole();
  }

  /** The disk has room again: threads that copy the configuration need some beside it. */
  roomAgain(): void {
    if (this.#database.isOpen) this.#database.share();
  }

  /** Writes that were asked for are committed first. */
  close(): void {
    if (!this.#database.isOpen) return;
    this.#writes.flush();
    this.stage.close();
    this.#database.close();
  }

  /** `null`: this node has no configuration yet, and waits for the Master's. */
  get position(): Position | null {
    return this.#position;
  }

  /** What this node has on its disk, even if it does not go by it yet. */
  get standing(): Position | null {
    return this.stage.position ?? this.#position;
  }

  /** Begins a history of its own where there is none: where configuration is edited. */
  found(): Position {
    return this.#position ?? this.#transact(() => beginHistory(this.#database, originOf(randomUUID()), null));
  }

  get(type: string, name: string): SnapshotRow | null {
    return this.#database.get('SELECT * FROM resources WHERE type = ? AND name = ?', resourceRow, type, name);
  }

  revision(type: string, name: string): number | null {
    const sql = 'SELECT revision AS number FROM resources WHERE type = ? AND name = ?';
    return this.#database.get(sql, numberRow, type, name)?.number ?? null;
  }

  /** Resources of a type in the order of their names, and how many there are. */
  list(type: string, query: PageQuery): ResourcePage {
    return resourcePage(this.#database, type, query);
  }

  /** Resources of a type whose value has something else than `not` in a member of it. */
  having(type: string, member: string, not: string): SnapshotRow[] {
    const sql = 'SELECT * FROM resources WHERE type = ? AND value ->> ? IS NOT ?';
    return this.#database.all(sql, resourceRow, type, `$.${member}`, not);
  }

  all(): SnapshotRow[] {
    return this.#database.all('SELECT * FROM resources ORDER BY type, name', resourceRow);
  }

  /**
   * All of the changes, each under its own revision, or none of them. Resolves with the position after the last one,
   * when it is on disk. Throws `preconditionFailed`, `preconditionRequired`, `notFound`, `storageFailed`.
   */
  write(changes: readonly Change[], author: string): Promise<Position> {
    return this.#writes.add({ changes, author });
  }

  /** Another thread writes now. */
  get isWrittenBeside(): boolean {
    return this.#writes.isPaused;
  }

  /** Another thread writes; meanwhile everybody else who wants to write waits. Where this node stands afterwards. */
  async writeBeside(run: (order: BesideOrder) => Promise<void>): Promise<Position> {
    if (this.#barred !== null || this.isWrittenBeside) {
      throw new GatewayError('unavailable', { detail: this.#barred ?? 'Another import is under way' });
    }
    this.#writes.flush();
    const before = this.found();
    this.#writes.pause();
    this.stage.pause();
    try {
      await run({ path: this.path, logBytes: this.#options.logBytes, epoch: this.#options.epoch() });
    } finally {
      if (this.#database.isOpen) this.#afterOther(before);
    }
    return this.#position ?? before;
  }

  #afterOther(before: Position): void {
    this.log.forget();
    onceRead(this.#database, readPosition, (position) => {
      this.#position = position;
      this.stage.resume();
      this.#writes.resume();
      tellInSlices(this.#database, before.revision, (rows) => {
        for (const listener of this.#listeners) listener(before, rows);
      });
    });
  }

  /**
   * Takes over changes of the Master, in order, in one transaction; behind what is put aside whole, if something is.
   * Throws, and then nothing is applied. `onDisk` is called before anybody here learns of the changes.
   */
  apply(rows: readonly LogRow[], onDisk: (position: Position) => void = () => undefined): void {
    if (this.stage.position !== null) return onDisk(this.stage.apply(rows));
    const from = this.#position;
    if (from === null) throw new Error('Changes came before the configuration that they change');
    this.#writeChanges(rows.length, () => rows.reduce((position, row) => this.#put(row, position), from), onDisk);
  }

  rowsAfter(from: Position, most: { rows: number; bytes: number }): RowsAfter {
    return this.#position === null ? { kind: 'diverged' } : this.log.rowsAfter(from, this.#position, most);
  }

  /** Changes after a revision, by provider. */
  countsAfter(revision: number): Counts {
    return this.#position === null ? {} : this.log.countsAfter(revision, this.#position.revision);
  }

  /** What was put aside becomes the configuration, with its position, in one transaction that takes no time. */
  swap(): Position {
    const position = this.#transact(() => {
      this.#rows = null;
      return beginHistory(this.#database, this.stage.promote(), this.#position);
    });
    this.stage.promoted();
    this.log.forget();
    return position;
  }

  /** Called after every change that is on disk, the `first` one before the others. Returns what takes it off. */
  onChange(listener: ConfigListener, order: 'first' | 'last' = 'last'): () => void {
    this.#listeners = order === 'first' ? [listener, ...this.#listeners] : [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== listener);
    };
  }

  /** Why nobody may write: what is put aside would take the place of it. */
  get #barred(): string | null {
    return this.frozen ?? (this.stage.position === null ? null : 'Another configuration waits to take its place');
  }

  /** Put aside by a process that ended before it could take it. On a full disk it stays aside. */
  #takeWhatIsWhole(): void {
    try {
      if (this.stage.position !== null) this.swap();
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
    }
  }

  #commit(writes: readonly Write[]): Outcome<Position>[] {
    if (this.#barred !== null) throw new GatewayError('unavailable', { detail: this.#barred });
    const outcomes: Outcome<Position>[] = [];
    const changes = writes.reduce((sum, write) => sum + write.changes.length, 0);
    this.#writeChanges(changes, () => {
      let position = this.#position ?? beginHistory(this.#database, originOf(randomUUID()), null);
      for (const write of writes) {
        const refused = refusalOf(write.changes, (type, name) => this.revision(type, name));
        if (refused === null) position = this.#perform(write, position);
        outcomes.push(refused === null ? { ok: true, value: position } : { ok: false, error: refused });
      }
      return position;
    });
    return outcomes;
  }

  #perform({ changes, author }: Write, from: Position): Position {
    const { now, epoch } = this.#options;
    return changes.reduce((position, { provider, type, name, value }) => {
      const revision = position.revision + 1;
      const at = now();
      const row = { revision, provider, type, name, value, epoch: epoch(), author, at, previousHash: position.hash };
      return this.#put(row, position);
    }, from);
  }

  /** One statement. The position after the row. */
  #put(row: LogRow, before: Position): Position {
    const next = follow(before, row);
    this.log.append(row, next.hash);
    this.#rows?.push(row);
    return next;
  }

  #tell(before: Position | null): void {
    const rows = this.#rows;
    for (const listener of this.#listeners) listener(before, rows);
  }

  /** A change that comes alone is one statement, if there is nothing to do beside it. */
  #writeChanges(count: number, work: () => Position, onDisk?: (position: Position) => void): void {
    if (count === 1 && this.#position !== null && !this.log.isTooLong) return void this.#keep(work, onDisk);
    this.#transact(() => {
      const end = work();
      this.log.trim();
      return end;
    }, onDisk);
  }

  #transact(work: () => Position, onDisk?: (position: Position) => void): Position {
    return this.#keep(() => this.#database.transaction(work), onDisk);
  }

  /** What is in memory changes only with what is on disk. */
  #keep(write: () => Position, onDisk?: (position: Position) => void): Position {
    const before = this.#position;
    this.#rows = [];
    try {
      this.#position = write();
    } catch (error) {
      this.log.forget();
      throw error;
    }
    onDisk?.(this.#position);
    if (!samePosition(before, this.#position)) this.#tell(before);
    return this.#position;
  }
}
