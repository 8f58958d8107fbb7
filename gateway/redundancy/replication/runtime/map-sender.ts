import type { RowsFrame, RuntimeFrame, RuntimePosition } from '#contract/runtime-frames';
import type { BulkWindow } from '../bulk-window.ts';
import type { RuntimeEntry, RuntimeMap } from './runtime-map.ts';
import { isSamePosition } from './runtime-position.ts';
import { textIn } from './text-in.ts';

export type Applied = Extract<RuntimeFrame, { type: 'applied' }>;

export interface MapSenderParts {
  map: RuntimeMap<unknown>;
  window: BulkWindow;
  /** Characters that were sent. */
  send: (frame: RowsFrame) => number;
  /** Something was written after everything had been sent. */
  wake: () => void;
  /** Everything is about to be sent. */
  full: (because: string) => void;
  /** Epoch ms. */
  now: () => number;
}

/** What is being sent: the state at one instant, or later for keys that were written again before they were sent. */
interface Flush {
  entries: readonly RuntimeEntry<unknown>[];
  next: number;
  base: RuntimePosition | null;
  end: RuntimePosition;
  diverged: boolean;
}

interface Part {
  number: number;
  keys: number;
  end: RuntimePosition | null;
}

const mostRows = 2000;
const mostPartBytes = 256_000;
/** How often in a row the other node may ask to begin again, before it has to wait for the next comparison. */
const mostBeginnings = 3;

/** Brings one map of the other node to where this one stands, and keeps it there. Never waits, never blocks. */
export class MapSender {
  readonly #parts: MapSenderParts;
  #run = 0;
  #number = 0;
  #flush: Flush | null = null;
  /** Where the other node stands once it has taken all that was sent; `null`: nothing is sent to it. */
  #sent: RuntimePosition | null = null;
  #outstanding: Part[] = [];
  #beginnings = 0;
  #again: { from: RuntimePosition | null } | null = null;
  #rowBytes = 100;
  /** Where the other node stood when all was sent in the place of its own; `null`: it took that, or has none. */
  #replaces: RuntimePosition | null = null;

  constructor(parts: MapSenderParts) {
    this.#parts = parts;
  }

  get isSending(): boolean {
    return this.#sent !== null || this.#flush !== null || this.#again !== null;
  }

  /** Something was written after what is being sent. */
  get owesMore(): boolean {
    return this.#flush === null && this.#sent !== null && !isSamePosition(this.#parts.map.position, this.#sent);
  }

  get isSendingAll(): boolean {
    return this.#flush !== null && this.#flush.base === null;
  }

  /** The other node stands here, `null` for nowhere that counts. It is sent what it lacks with the next `pump`. */
  begin(peer: RuntimePosition | null): void {
    const { map, wake } = this.#parts;
    const changes = peer !== null && map.includes(peer) ? map.changesAfter(peer.sequence) : null;
    const entries = changes ?? [...map.entries()];
    if (changes === null) this.#parts.full(whyAll(peer, peer !== null && map.includes(peer)));
    map.follow(entries, wake);
    this.#parts.window.clear();
    this.#run += 1;
    this.#number = 0;
    this.#outstanding = [];
    this.#again = null;
    this.#sent = null;
    const diverged = peer !== null && peer.epoch !== null && !map.includes(peer);
    this.#replaces = diverged ? peer : null;
    this.#flush = { entries, next: 0, base: changes === null ? null : peer, end: map.position, diverged };
    wake();
  }

  /** The other node asks to begin again from where it stands. */
  beginAgain(peer: RuntimePosition | null): void {
    if (!this.isSending) return;
    this.#beginnings += 1;
    if (this.#beginnings <= mostBeginnings) return this.begin(peer);
    this.#stop();
    this.#again = { from: peer };
  }

  /** The other node refused what it was sent. */
  failed(run: number): void {
    if (run !== this.#run || !this.isSending) return;
    this.#stop();
    this.#again = { from: this.#replaces };
  }

  /** Nothing is sent any more. */
  end(): void {
    this.#stop();
    this.#again = null;
    this.#beginnings = 0;
    this.#parts.window.clear();
    this.#parts.map.unfollow();
  }

  /** Sends more of what is being sent, as far as there is room. */
  goOn(): void {
    this.#pumpFlush(false);
  }

  /** Sends what there is room for. `all`: whether there is room or not, for a decision waits for it. */
  pump({ all }: { all: boolean }): void {
    this.#pumpFlush(all);
    if (this.#flush !== null || this.#sent === null) return;
    const { map } = this.#parts;
    const entries = map.takeChanges();
    if (entries.length === 0 && isSamePosition(map.position, this.#sent)) return;
    this.#flush = { entries, next: 0, base: this.#sent, end: map.position, diverged: false };
    this.#pumpFlush(all);
  }

  /** Asks whether both are equal, when nothing is under way; begins again what failed. */
  confirm(): void {
    if (this.#again !== null) {
      this.#beginnings = 0;
      return this.begin(this.#again.from);
    }
    if (this.#sent === null || this.#flush !== null || this.#outstanding.length > 0) return;
    const { map } = this.#parts;
    const entries = map.takeChanges();
    this.#flush = { entries, next: 0, base: this.#sent, end: map.position, diverged: false };
    this.#pumpFlush(false);
  }

  /** What is acknowledged by it; `null`: it is of an earlier attempt. */
  applied({ run, number }: Applied): { keys: number; end: RuntimePosition | null } | null {
    if (run !== this.#run) return null;
    this.#parts.window.freed(String(number));
    let keys = 0;
    let end: RuntimePosition | null = null;
    while (this.#outstanding[0] !== undefined && this.#outstanding[0].number <= number) {
      const part = this.#outstanding.shift();
      keys += part?.keys ?? 0;
      end = part?.end ?? end;
    }
    if (end !== null) {
      this.#beginnings = 0;
      this.#replaces = null;
    }
    return { keys, end };
  }

  #stop(): void {
    this.#flush = null;
    this.#sent = null;
    this.#outstanding = [];
  }

  #pumpFlush(all: boolean): void {
    const { window } = this.#parts;
    while (this.#flush !== null && (all || window.room > 0)) this.#sendPart(this.#flush, all);
  }

  #sendPart(flush: Flush, all: boolean): void {
    const { map, window, send, now } = this.#parts;
    const room = Math.min(mostPartBytes, all ? mostPartBytes : window.room);
    const most = Math.max(1, Math.min(mostRows, Math.floor(room / this.#rowBytes)));
    const entries = flush.entries.slice(flush.next, endOfPart(flush, most));
    flush.next += entries.length;
    const last = flush.next >= flush.entries.length;
    const { rows, gone } = this.#rowsOf(entries, flush);
    this.#number += 1;
    const frame: RowsFrame = {
      ...{ type: 'rows', map: map.id, run: this.#run, number: this.#number },
      ...{ base: flush.base, diverged: flush.diverged, at: map.position.sequence, end: flush.end, last },
      ...{ digest: last ? map.digest : null, rows, gone, sentAt: now() },
    };
    const bytes = send(frame);
    if (entries.length > 0) this.#rowBytes = Math.max(20, bytes / entries.length);
    window.sent(String(this.#number), bytes);
    this.#outstanding.push({ number: this.#number, keys: entries.length, end: last ? flush.end : null });
    if (!last) return;
    this.#flush = null;
    this.#sent = flush.end;
  }

  /** What was deleted since is left out of what is put in the place of everything. */
  #rowsOf(entries: readonly RuntimeEntry<unknown>[], { base }: Flush): { rows: unknown[]; gone: string[] } {
    const rows: unknown[] = [];
    const gone: string[] = [];
    for (const entry of entries) {
      this.#parts.map.sent(entry);
      if (entry.value !== null) rows.push(entry.key, entry.value);
      else if (base !== null) gone.push(entry.key);
    }
    return { rows, gone };
  }
}

/** Long texts are few in one part: a message that the link does not carry would end it, again and again. */
function endOfPart({ entries, next }: Flush, most: number): number {
  let characters = 0;
  let end = next;
  for (; end < entries.length && end - next < most && characters < mostPartBytes; end += 1) {
    characters += textIn(entries[end]?.key) + textIn(entries[end]?.value);
  }
  return end;
}

function whyAll(peer: RuntimePosition | null, isIncluded: boolean): string {
  if (peer === null || peer.epoch === null) return 'the other node has none yet';
  return isIncluded ? 'deletions are not remembered that far back' : 'the other node came to its own in another way';
}
