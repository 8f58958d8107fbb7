import type { Position, ReplicationFrame } from '#contract/replication-frames';
import { samePosition } from '../../config/resources/config-chain.ts';
import type { SnapshotFile } from '../../config/resources/snapshot-source.ts';
import { BulkWindow } from './bulk-window.ts';
import { ProgressMeter } from './progress-meter.ts';
import { events } from './replication-events.ts';
import type { Applied, Because, SenderParts } from './sender-parts.ts';

/** Parts of a snapshot that the Backup has, of a transfer that broke off. */
type Broken = Extract<ReplicationFrame, { type: 'position' }>['staged'];

type Phase =
  | { kind: 'unknown' }
  | { kind: 'streaming'; sent: Position }
  /** `file`: `null` while it is written. */
  | { kind: 'snapshot'; file: SnapshotFile | null; part: number; because: Because }
  | { kind: 'diverged' };

const mostRows = 200;
const mostBatchBytes = 256_000;
/** What a Backup does not acknowledge for so long is begun anew. */
const snapshotPatienceMs = 60_000;
const longestProblem = 500;
const resumed: Because = { words: 'an administrator asked for it', asked: true };

/** The Master's end of one link: brings the Backup to where this node stands, and keeps it there. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #window: BulkWindow;
  #phase: Phase = { kind: 'unknown' };
  #acknowledged: Position | null = null;
  /** Where the Backup stood when this node failed to send: from there it tries again. */
  #again: { from: Position | null } | null = null;
  /** The Backup has put everything aside, and takes it when it is not active any more. */
  #heldThere = false;
  readonly progress: ProgressMeter;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#window = new BulkWindow(parts);
    this.progress = new ProgressMeter(parts);
  }

  get phase(): Phase['kind'] {
    return this.#phase.kind;
  }

  /** The Backup holds another history, even if that is being replaced. */
  get isDiverged(): boolean {
    return this.#phase.kind === 'diverged' || this.isReplacing;
  }

  /** A person chose that what this node holds replaces the other history. */
  get isReplacing(): boolean {
    return this.#phase.kind === 'snapshot' && this.#phase.because.replace === true;
  }

  /** What the Backup has on its disk, as it said over this link. */
  get acknowledged(): Position | null {
    return this.#acknowledged;
  }

  /** Both hold the same. */
  get isEqual(): boolean {
    return this.#phase.kind === 'streaming' && samePosition(this.#acknowledged, this.#parts.store.standing);
  }

  /** The link is gone. */
  end(): void {
    this.progress.end();
    this.#window.clear();
    this.#phase = { kind: 'unknown' };
    this.#acknowledged = null;
    this.#again = null;
    this.#heldThere = false;
  }

  /** The Backup says where it stands, and what it has of a transfer that broke off. */
  compare(position: Position | null, staged?: Broken): void {
    this.#attempt(position, () => this.#compare(position, staged));
  }

  /** Everything anew. Nothing happens to a Backup that has another history, unless a person chose to replace it. */
  sendAll(because: Because): void {
    if (this.#phase.kind === 'diverged' && because.replace !== true) return;
    this.#attempt(this.#acknowledged, () => this.#sendAll(because));
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
      else this.#staged(frame);
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

  #compare(position: Position | null, staged?: Broken): void {
    this.#again = null;
    this.progress.end();
    this.#window.clear();
    this.#parts.store.found();
    // Even of what this node has put aside, and does not go by yet.
    if (position !== null && samePosition(position, this.#parts.store.standing)) return this.#goOn(position, staged);
    if (position === null) return this.#sendAll({ words: 'the Backup has no configuration yet' }, staged);
    const found = this.#parts.store.rowsAfter(position, { rows: 1, bytes: mostBatchBytes });
    if (found.kind === 'diverged') return this.#diverge();
    if (found.kind === 'tooFar') {
      return this.#sendAll({ words: 'the log of changes does not reach back to where it stands' }, staged);
    }
    this.#goOn(position, staged);
  }

  /** What a person asked for, and what broke off with the link, goes on; else there are only changes to send. */
  #goOn(position: Position, staged: Broken): void {
    this.#acknowledged = position;
    const { kept } = this.#parts.snapshots;
    if (staged !== undefined && staged.id === kept?.manifest.id) this.#sendAll(resumed, staged);
    else this.#follow(position);
  }

  #follow(position: Position): void {
    this.#acknowledged = position;
    this.#phase = { kind: 'streaming', sent: position };
    this.#parts.stands(position);
    if (samePosition(position, this.#parts.store.standing)) this.confirm();
    else this.#pump();
  }

  #sendAll(because: Because, staged?: Broken): void {
    const { snapshots, store, event } = this.#parts;
    this.#window.clear();
    const phase: Phase = { kind: 'snapshot', file: null, part: 0, because };
    this.#phase = phase;
    const { kept } = snapshots;
    const goesOn = staged !== undefined && staged.id === kept?.manifest.id && this.#reaches(kept.manifest.position);
    if (!goesOn) event(events.fullSyncWanted(because));
    if (goesOn) return this.#begin(phase, kept, staged);
    snapshots.take(store.path, {
      done: (file) => this.#whilePhase(phase, () => this.#begin(phase, file, staged)),
      failed: (error) => this.#whilePhase(phase, () => this.#broke(error, this.#acknowledged)),
    });
  }

  /** What was waited for does not count any more if the link was lost, or something else began. */
  #whilePhase(phase: Phase, work: () => void): void {
    if (this.#phase !== phase) return;
    this.#attempt(this.#acknowledged, work);
    this.#parts.changed();
  }

  /** Changes after it can follow. */
  #reaches(position: Position): boolean {
    return this.#parts.store.rowsAfter(position, { rows: 1, bytes: 1 }).kind === 'rows';
  }

  #begin(phase: Extract<Phase, { kind: 'snapshot' }>, file: SnapshotFile, staged: Broken): void {
    const { send, event } = this.#parts;
    const { manifest } = file;
    const { words, asked = false, replace = false } = phase.because;
    const from = staged?.id === manifest.id ? Math.min(staged.parts, manifest.parts) : 0;
    phase.file = file;
    phase.part = from;
    const bytes = file.bytesBefore(from);
    if (from > 0) event(events.fullSyncResumed(bytes, manifest.bytes));
    this.progress.begin(bytes, manifest.bytes);
    send({ type: 'begin', manifest, because: words, asked, replace, from });
    this.#pump();
  }

  #staged({ id, part }: Extract<ReplicationFrame, { type: 'staged' }>): void {
    if (!this.#window.freed(`${id}/${part}`)) return;
    if (this.#phase.kind === 'snapshot') this.progress.reach(this.#phase.file?.bytesBefore(part + 1) ?? 0);
    this.#pump();
  }

  #pump(): void {
    if (this.#phase.kind === 'snapshot') this.#pumpSnapshot(this.#phase);
    if (this.#phase.kind === 'streaming') this.#pumpRows(this.#phase);
  }

  #applied(frame: Applied): void {
    const { position } = frame;
    if (this.#phase.kind === 'snapshot') {
      // What was under way when everything began to be sent anew does not count.
      if (!samePosition(position, this.#phase.file?.manifest.position ?? null)) return;
      this.#endSnapshot(frame);
      this.#phase = { kind: 'streaming', sent: position };
    } else if (!this.#window.freed(keyOf(position))) return this.#compare(position);
    if (this.#heldThere && frame.held !== true) {
      this.#heldThere = false;
      this.#parts.event(events.fullSyncDone());
    }
    this.#acknowledged = position;
    this.#parts.acknowledged(position, frame);
    this.#pump();
  }

  #endSnapshot({ held = false }: Applied): void {
    this.#window.clear();
    this.progress.end();
    this.#parts.snapshots.drop();
    this.#heldThere = held;
    this.#parts.event(held ? events.fullSyncHeld() : events.fullSyncDone());
  }

  /** The Backup says where it stands when it tries again. */
  #failedThere(problem: string): void {
    if (this.#phase.kind !== 'diverged') this.#failed(problem.slice(0, longestProblem));
  }

  #failed(problem: string): void {
    const wasFull = this.#phase.kind === 'snapshot';
    this.progress.end();
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
    while (this.#window.room > 0 && !samePosition(phase.sent, store.standing)) {
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
    send({ type: 'rows', rows, head: store.standing ?? end, sentAt: now() });
  }

  #pumpSnapshot(phase: Extract<Phase, { kind: 'snapshot' }>): void {
    const { send, now } = this.#parts;
    const { file } = phase;
    while (file !== null && this.#window.room > 0 && phase.part < file.manifest.parts) {
      const { id } = file.manifest;
      const { part } = phase;
      const { data, digest, bytes } = file.part(part);
      phase.part += 1;
      this.#window.sent(`${id}/${part}`, bytes);
      send({ type: 'part', id, part, data, digest, sentAt: now() });
    }
  }
}

function keyOf({ lineage, revision, hash }: Position): string {
  return `${lineage} ${revision} ${hash}`;
}
