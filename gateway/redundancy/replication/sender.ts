import type { Position, ReplicationFrame } from '#contract/replication-frames';
import { samePosition } from '../../config/resources/config-chain.ts';
import type { RowsAfter } from '../../config/resources/config-log.ts';
import type { SnapshotFile } from '../../config/resources/snapshot-source.ts';
import { FailedAttempts } from './failed-attempts.ts';
import { keyOf, keyOfPart, Outgoing } from './outgoing.ts';
import type { ProgressMeter } from './progress-meter.ts';
import { events } from './replication-events.ts';
import { asked, type Because, type Phase, type PhaseOf, type SenderParts } from './sender-parts.ts';
import type { Applied, Broken, Failed } from './sender-parts.ts';

/** What a Backup does not acknowledge for so long is begun anew. */
const snapshotPatienceMs = 60_000;
const longestProblem = 500;

/** The Master's end of one link: brings the Backup to where this node stands, and keeps it there. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #outgoing: Outgoing;
  readonly #attempts: FailedAttempts;
  #phase: Phase = { kind: 'unknown' };
  #acknowledged: Position | null = null;
  /** Where the Backup stood when this node failed to send: from there it tries again. */
  #again: { from: Position | null } | null = null;
  /** The Backup has put everything aside, and takes it when it is not active any more. */
  #heldThere = false;
  /** A person asked for everything before the Backup said where it stands. */
  #isAsked = false;
  /** Of what was sent last, and may go on after the link broke. */
  #because = asked;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#outgoing = new Outgoing(parts);
    this.#attempts = new FailedAttempts(parts);
  }

  get progress(): ProgressMeter {
    return this.#outgoing.progress;
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

  /** Everything is sent because a person asked for it, or will be. */
  get isSendingAsked(): boolean {
    return this.#isAsked || (this.#phase.kind === 'snapshot' && this.#phase.because.asked === true);
  }

  /** The Backup needs everything anew. */
  get sendsAll(): boolean {
    const phase = this.#phase;
    return phase.kind === 'snapshot' || phase.kind === 'diverged' || (phase.kind === 'waiting' && phase.full);
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
    this.#outgoing.clear();
    this.#phase = { kind: 'unknown' };
    this.#acknowledged = null;
    this.#again = null;
    this.#heldThere = false;
    this.#isAsked = false;
  }

  /** The Backup says where it stands, and what it has of a transfer that broke off. */
  compare(position: Position | null, staged?: Broken): void {
    this.#attempt(position, () => {
      // What it said before it heard that everything is sent does not end that.
      const isOvertaken =
        this.#phase.kind === 'snapshot' && (position === null || this.#after(position) !== 'diverged');
      if (!isOvertaken) this.#compare(position, staged);
    });
  }

  /** Everything anew, over another history: a person chose it. */
  replaceAll(words: string): void {
    this.#attempt(this.#acknowledged, () => this.#sendAll({ words, asked: true, replace: true }));
  }

  /** Everything anew, because a person asks: once the history is known to be the same; not beside what goes on. */
  resendAll(): void {
    const { kind } = this.#phase;
    this.#isAsked = kind === 'unknown' || kind === 'snapshot';
    if (kind === 'streaming' || kind === 'waiting') this.#attempt(this.#acknowledged, () => this.#sendAll(asked));
  }

  /** Sends what there is and what there is room for. */
  pump(): void {
    this.#attempt(this.#acknowledged, () => this.#pump());
  }

  /** Asks whether both are equal, when nothing else is under way; begins again what failed here. */
  confirm(): void {
    if (this.#again !== null) return this.compare(this.#again.from);
    if (this.#phase.kind === 'snapshot' && this.#outgoing.window.waitsForMs > snapshotPatienceMs) {
      return this.#broke(new Error('The Backup does not acknowledge what it is sent'), this.#acknowledged);
    }
    if (this.#phase.kind === 'streaming' && this.#outgoing.window.isEmpty) this.#outgoing.ask(this.#phase);
  }

  take(frame: Extract<ReplicationFrame, { type: 'applied' | 'failed' | 'staged' }>): void {
    if (frame.type === 'failed') return this.#failedThere(frame);
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
    this.#outgoing.clear();
    this.#parts.store.found();
    // Even of what this node has put aside, and does not go by yet.
    if (position !== null && samePosition(position, this.#parts.store.standing)) return this.#goOn(position, staged);
    if (position === null) return this.#sendAll({ words: 'the Backup has no configuration yet' }, staged);
    const found = this.#after(position);
    if (found === 'diverged') return this.#diverge();
    if (found === 'tooFar') {
      return this.#sendAll({ words: 'the log of changes does not reach back to where it stands' }, staged);
    }
    this.#goOn(position, staged);
  }

  /** What broke off with the link goes on; else there are changes to send, or reasons to send everything. */
  #goOn(position: Position, staged: Broken): void {
    const { kept } = this.#parts.snapshots;
    this.#acknowledged = position;
    if (staged !== undefined && staged.id === kept?.manifest.id) return this.#sendAll(this.#because, staged);
    const because = this.#isAsked ? asked : this.#attempts.reasonAt(position);
    if (because === null) this.#follow(position);
    else this.#sendAll(because);
  }

  #follow(position: Position): void {
    this.#phase = { kind: 'streaming', sent: position };
    this.#parts.stands(position);
    if (samePosition(position, this.#parts.store.standing)) this.confirm();
    else this.#pump();
  }

  #sendAll(because: Because, staged?: Broken): void {
    const { snapshots, store, event } = this.#parts;
    this.#outgoing.window.clear();
    this.#again = null;
    this.#isAsked = false;
    // Where it goes on, the history was found to be the same.
    this.#because = { ...because, replace: false };
    const phase: Phase = { kind: 'snapshot', file: null, part: 0, because };
    this.#phase = phase;
    const { kept } = snapshots;
    const goesOn =
      staged !== undefined && staged.id === kept?.manifest.id && this.#after(kept.manifest.position) === 'rows';
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

  /** What is there to send to somebody who stands there. */
  #after(position: Position): RowsAfter['kind'] {
    return this.#parts.store.rowsAfter(position, { rows: 1, bytes: 1 }).kind;
  }

  #begin(phase: PhaseOf<'snapshot'>, file: SnapshotFile, staged: Broken): void {
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
    if (!this.#outgoing.window.freed(keyOfPart(id, part))) return;
    if (this.#phase.kind === 'snapshot') this.progress.reach(this.#phase.file?.bytesBefore(part + 1) ?? 0);
    this.#pump();
  }

  #pump(): void {
    if (this.#phase.kind === 'snapshot') this.#outgoing.sendParts(this.#phase);
    if (this.#phase.kind !== 'streaming') return;
    if (!this.#outgoing.sendChanges(this.#phase)) this.#compare(this.#acknowledged);
  }

  #applied(frame: Applied): void {
    const { position } = frame;
    if (this.#phase.kind === 'snapshot') {
      // What was under way when everything began to be sent anew does not count.
      const end = this.#phase.file?.manifest.position ?? null;
      if (!this.#outgoing.window.isEmpty || !samePosition(position, end)) return;
      this.#endSnapshot(this.#phase, frame);
      this.#phase = { kind: 'streaming', sent: position };
    } else if (!this.#outgoing.window.freed(keyOf(position))) return this.#compare(position);
    else if (frame.applyMs !== null) this.#attempts.changesApplied();
    if (this.#heldThere && frame.held !== true) {
      this.#heldThere = false;
      this.#parts.event(events.fullSyncDone());
    }
    this.#acknowledged = position;
    this.#parts.acknowledged(position, frame);
    this.#pump();
  }

  #endSnapshot({ because }: PhaseOf<'snapshot'>, { held = false }: Applied): void {
    this.#attempts.allSent(because);
    this.#isAsked = false;
    this.#outgoing.clear();
    this.#parts.snapshots.drop();
    this.#heldThere = held;
    this.#parts.event(held ? events.fullSyncHeld() : events.fullSyncDone());
    this.#parts.sentAll();
  }

  /** The Backup says where it stands when it tries again. */
  #failedThere({ problem: whole, storage, snapshot }: Failed): void {
    const phase = this.#phase;
    const problem = whole.slice(0, longestProblem);
    if (phase.kind === 'diverged') return;
    // Changes that were under way when everything began to be sent anew.
    const isOvertaken = phase.kind === 'snapshot' && (phase.file === null || snapshot === null);
    if (isOvertaken && !this.isReplacing) return this.#parts.failed(problem);
    if (phase.kind === 'streaming') this.#attempts.changesFailed(this.#acknowledged, { problem, storage });
    this.#failed(problem);
  }

  #failed(problem: string): void {
    const phase = this.#phase;
    const isKnown = phase.kind !== 'unknown' && !this.isDiverged;
    this.#outgoing.clear();
    this.#phase = isKnown ? { kind: 'waiting', full: this.sendsAll } : { kind: 'unknown' };
    if (phase.kind === 'snapshot') {
      // Else it would go on at once with what failed.
      if (phase.because.stuck === true) this.#parts.snapshots.drop();
      this.#attempts.allFailed(phase.because, problem);
    }
    this.#parts.failed(problem);
  }

  #diverge(): void {
    const { store, send, event, failed } = this.#parts;
    this.#acknowledged = null;
    this.#isAsked = false;
    this.#phase = { kind: 'diverged' };
    const position = store.found();
    send({ type: 'diverged', position });
    event(events.diverged());
    failed('The two nodes have different histories');
  }
}
