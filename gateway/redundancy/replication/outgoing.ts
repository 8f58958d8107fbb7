import type { LogRow, Position } from '#contract/replication-frames';
import { samePosition } from '../../config/resources/config-chain.ts';
import { BulkWindow } from './bulk-window.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { PhaseOf, SenderParts } from './sender-parts.ts';

const mostRows = 200;
const mostBatchBytes = 256_000;
/** Of a row, beside its name and its value. */
const rowOverhead = 300;

/** Puts on the link what there is, as far as there is room. */
export class Outgoing {
  readonly window: BulkWindow;
  readonly progress: ProgressMeter;
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.window = new BulkWindow(parts);
    this.progress = new ProgressMeter(parts);
  }

  /** What is under way does not count any more. */
  clear(): void {
    this.window.clear();
    this.progress.end();
  }

  /** False: no changes lead on from there any more. */
  sendChanges(phase: PhaseOf<'streaming'>): boolean {
    const { store } = this.#parts;
    while (this.window.room > 0 && !samePosition(phase.sent, store.standing)) {
      const bytes = Math.min(mostBatchBytes, this.window.room);
      const found = store.rowsAfter(phase.sent, { rows: mostRows, bytes });
      if (found.kind !== 'rows') return false;
      // What lies between is put aside here, and in no log that could be sent from.
      if (found.rows.length === 0) return true;
      phase.sent = found.end;
      this.#sendRows(found.rows, found.end);
    }
    return true;
  }

  /** Asks whether both are equal. */
  ask({ sent }: PhaseOf<'streaming'>): void {
    this.#sendRows([], sent);
  }

  sendParts(phase: PhaseOf<'snapshot'>): void {
    const { send, now } = this.#parts;
    const { file } = phase;
    while (file !== null && this.window.room > 0 && phase.part < file.manifest.parts) {
      const { id } = file.manifest;
      const { part } = phase;
      const { data, digest, bytes } = file.part(part);
      phase.part += 1;
      this.window.sent(keyOfPart(id, part), bytes);
      send({ type: 'part', id, part, data, digest, sentAt: now() });
    }
  }

  #sendRows(rows: LogRow[], end: Position): void {
    const { store, send, now } = this.#parts;
    const bytes = rows.reduce((sum, { value, name }) => sum + (value?.length ?? 0) + name.length + rowOverhead, 0);
    this.window.sent(keyOf(end), bytes);
    send({ type: 'rows', rows, head: store.standing ?? end, sentAt: now() });
  }
}

export function keyOf({ lineage, revision, hash }: Position): string {
  return `${lineage} ${revision} ${hash}`;
}

export function keyOfPart(id: string, part: number): string {
  return `${id}/${part}`;
}
