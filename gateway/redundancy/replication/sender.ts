import { randomUUID } from 'node:crypto';
import type { Position, ReplicationFrame } from '#contract/replication-frames';
import { samePosition } from '../../config/config-chain.ts';
import { ConfigSnapshot } from '../../config/config-snapshot.ts';
import type { ConfigStore } from '../../config/config-store.ts';
import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../event-store.ts';
import { BulkWindow } from './bulk-window.ts';
import { events } from './replication-events.ts';

export type Applied = Extract<ReplicationFrame, { type: 'applied' }>;

export interface SenderParts {
  store: ConfigStore;
  send: (frame: ReplicationFrame) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  budgetMs: () => number;
  event: (event: NewEvent) => void;
  /** The Backup stands here when the link opens: it acknowledged that much before. */
  stands: (position: Position) => void;
  /** The Backup stands here now; what it said with it. */
  acknowledged: (position: Position, said: Applied) => void;
  failed: (problem: string) => void;
  logger: Logger;
}

type Phase =
  | { kind: 'unknown' }
  | { kind: 'streaming'; sent: Position }
  | { kind: 'snapshot'; snapshot: ConfigSnapshot; id: string; part: number; sentAll: boolean }
  | { kind: 'diverged' };

const mostRows = 200;
const mostBatchBytes = 256_000;
/** A snapshot that is open keeps the write-ahead log from being emptied: not for a Backup that takes none of it. */
const snapshotPatienceMs = 60_000;
const longestProblem = 500;

/** The Master's end of one link: brings the Backup to where this node stands, and keeps it there. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #window: BulkWindow;
  #phase: Phase = { kind: 'unknown' };
  #acknowledged: Position | null = null;
  /** Where the Backup stood when this node failed to send: from there it tries again. */
  #again: { from: Position | null } | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#window = new BulkWindow(parts);
  }

  get phase(): Phase['kind'] {
    return this.#phase.kind;
  }

  /** What the Backup has on its disk, as it said over this link. */
  get acknowledged(): Position | null {
    return this.#acknowledged;
  }

  /** Both hold the same. */
  get isEqual(): boolean {
    return this.#phase.kind === 'streaming' && samePosition(this.#acknowledged, this.#parts.store.position);
  }

  /** The link is gone. */
  end(): void {
    this.#endSnapshot();
    this.#window.clear();
    this.#phase = { kind: 'unknown' };
    this.#acknowledged = null;
    this.#again = null;
  }

  /** The Backup says where it stands. */
  compare(position: Position | null): void {
    this.#attempt(position, () => this.#compare(position));
  }

  /** Everything anew. Nothing happens to a Backup that has another history. */
  sendAll(because: string): void {
    if (this.#phase.kind !== 'diverged') this.#attempt(this.#acknowledged, () => this.#sendAll(because));
  }

  /** Sends what there is and what there is room for. */
  pump(): void {
    this.#attempt(this.#acknowledged, () => this.#pump());
  }

  /** Asks whether both are equal, when nothing else is under way; begins again what failed here. */
  confirm(): void {
    if (this.#again !== null) return this.compare(this.#again.from);
    if (this.#phase.kind === 'snapshot' && this.#window.waitsForMs > snapshotPatienceMs) {
      return this.#broke(new Error('The Backup does not acknowledge what it is sent'), this.#acknowledged);
    }
    if (this.#phase.kind !== 'streaming' || !this.#window.isEmpty) return;
    this.#sendRows([], this.#phase.sent, 0);
  }

  take(frame: Extract<ReplicationFrame, { type: 'applied' | 'failed' | 'staged' }>): void {
    if (frame.type === 'failed') return this.#failedThere(frame.problem);
    this.#attempt(this.#acknowledged, () => {
      if (frame.type === 'applied') this.#applied(frame);
      else if (this.#window.freed(`${frame.id}/${frame.part}`)) this.#pump();
    });
  }

  /** A disk that cannot be read costs time, but neither the link nor the answer to an author. */
  #attempt(from: Position | null, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#broke(error, from);
    }
  }

  #broke(error: unknown, from: Position | null): void {
    this.#parts.logger.error('The configuration could not be sent', error);
    this.#failed(error instanceof Error ? error.message : String(error));
    this.#again = { from };
  }

  #compare(position: Position | null): void {
    this.#again = null;
    this.#endSnapshot();
    this.#window.clear();
    this.#parts.store.found();
    if (position === null) return this.#sendAll('the Backup has no configuration yet');
    const found = this.#parts.store.rowsAfter(position, { rows: 1, bytes: mostBatchBytes });
    if (found.kind === 'diverged') return this.#diverge();
    if (found.kind === 'tooFar') return this.#sendAll('the log of changes does not reach back to where it stands');
    this.#acknowledged = position;
    this.#phase = { kind: 'streaming', sent: position };
    this.#parts.stands(position);
    if (samePosition(position, this.#parts.store.position)) this.confirm();
    else this.#pump();
  }

  #sendAll(because: string): void {
    this.#endSnapshot();
    this.#window.clear();
    const snapshot = new ConfigSnapshot(this.#parts.store.path);
    this.#phase = { kind: 'snapshot', snapshot, id: randomUUID(), part: 0, sentAll: false };
    this.#parts.event(events.fullSyncWanted(because));
    this.#pump();
  }

  #pump(): void {
    if (this.#phase.kind === 'snapshot') this.#pumpSnapshot(this.#phase);
    if (this.#phase.kind === 'streaming') this.#pumpRows(this.#phase);
  }

  #applied(frame: Applied): void {
    const { position } = frame;
    const expected = this.#window.freed(keyOf(position));
    // What was under way when everything began to be sent anew does not count.
    if (!expected) return this.#phase.kind === 'snapshot' ? undefined : this.#compare(position);
    if (this.#phase.kind === 'snapshot') {
      this.#endSnapshot();
      this.#phase = { kind: 'streaming', sent: position };
      this.#parts.event(events.fullSyncDone());
    }
    this.#acknowledged = position;
    this.#parts.acknowledged(position, frame);
    this.#pump();
  }

  /** The Backup says where it stands when it tries again. */
  #failedThere(problem: string): void {
    if (this.#phase.kind !== 'diverged') this.#failed(problem.slice(0, longestProblem));
  }

  #failed(problem: string): void {
    const wasFull = this.#phase.kind === 'snapshot';
    this.#endSnapshot();
    this.#window.clear();
    this.#phase = { kind: 'unknown' };
    if (wasFull) this.#parts.event(events.fullSyncFailed(problem));
    this.#parts.failed(problem);
  }

  #diverge(): void {
    const { store, send, event, failed } = this.#parts;
    this.#acknowledged = null;
    this.#phase = { kind: 'diverged' };
    const position = store.found();
    send({ type: 'diverged', position });
    event(events.diverged());
    failed('The two nodes have different histories');
  }

  #pumpRows(phase: Extract<Phase, { kind: 'streaming' }>): void {
    const { store } = this.#parts;
    while (this.#window.room > 0 && !samePosition(phase.sent, store.position)) {
      const bytes = Math.min(mostBatchBytes, this.#window.room);
      const found = store.rowsAfter(phase.sent, { rows: mostRows, bytes });
      if (found.kind !== 'rows') return this.#compare(this.#acknowledged);
      phase.sent = found.end;
      const size = found.rows.reduce((sum, { value, name }) => sum + (value?.length ?? 0) + name.length + 300, 0);
      this.#sendRows(found.rows, found.end, size);
    }
  }

  #sendRows(rows: Extract<ReplicationFrame, { type: 'rows' }>['rows'], end: Position, bytes: number): void {
    const { store, send, now } = this.#parts;
    this.#window.sent(keyOf(end), bytes);
    send({ type: 'rows', rows, head: store.position ?? end, sentAt: now() });
  }

  #pumpSnapshot(phase: Extract<Phase, { kind: 'snapshot' }>): void {
    const { send, now } = this.#parts;
    const { snapshot, id } = phase;
    while (this.#window.room > 0 && !phase.sentAll) {
      const rows = snapshot.next(Math.min(mostBatchBytes, this.#window.room));
      const end = rows.length === 0 ? snapshot.end() : null;
      const { part } = phase;
      phase.part += 1;
      phase.sentAll = end !== null;
      const bytes = rows.reduce((sum, { value, name }) => sum + value.length + name.length + 200, 0);
      this.#window.sent(end === null ? `${id}/${part}` : keyOf(end.position), bytes);
      send({ type: 'snapshot', id, part, rows, end, sentAt: now() });
    }
  }

  #endSnapshot(): void {
    if (this.#phase.kind === 'snapshot') this.#phase.snapshot.close();
  }
}

function keyOf({ lineage, revision, hash }: Position): string {
  return `${lineage} ${revision} ${hash}`;
}
