import type { ProviderId } from '#contract/providers';
import type { Receipt, RuntimeFrame } from '#contract/runtime-frames';
import type { NewEvent } from '../../records/event-store.ts';
import type { ReceiptStore } from './receipt-store.ts';
import { runtimeEvents } from './runtime-events.ts';
import type { RuntimeMap } from './runtime-map.ts';
import type { RuntimeState } from './runtime-state.ts';
import type { Staging } from './staging.ts';
import { textIn } from './text-in.ts';
import { hashOf } from './value-hash.ts';

export interface OwedParts {
  state: RuntimeState;
  receipts: ReceiptStore;
  nodeId: string;
  newId: () => string;
  /** Epoch ms. */
  now: () => number;
  send: (frame: RuntimeFrame) => void;
  event: (event: NewEvent) => void;
}

interface OwedRows {
  map: ProviderId;
  rows: unknown[];
}

/** Characters of what is sent at once; a receipt is. */
const longestMessage = 256_000;
/** Of one item, beside its texts. */
const besideTexts = 200;

/** What is left of data that gave way to greater data: the active node is told of it. */
export class OwedToActive {
  readonly #parts: OwedParts;
  readonly #rows = new Map<number, OwedRows>();
  #number = 0;
  /** Over the present link to the present active node. */
  #told = false;

  constructor(parts: OwedParts) {
    this.#parts = parts;
  }

  /** All that the map holds is about to be replaced. */
  replacing(map: RuntimeMap<unknown>, next: Staging<unknown>): void {
    this.#keepReceipt(map, next);
    this.#keepRows(map, next);
    this.#told = false;
  }

  /** The link is gone, or another node is active: whoever is has to be told again. */
  forgetTold(): void {
    this.#told = false;
  }

  /** To the other node, which is active: one message, and the next one when it has that, so that no ping waits long. */
  tell(): void {
    if (this.#told) return;
    this.#told = true;
    const { send, receipts } = this.#parts;
    const [first] = this.#rows;
    if (first !== undefined) return send({ type: 'unite', number: first[0], ...first[1] });
    const [receipt] = receipts.owed(1);
    if (receipt !== undefined) send({ type: 'receipt', receipt });
  }

  /** This node is the active one: what it had counts here. */
  settleHere(): void {
    const { state, receipts } = this.#parts;
    for (const { map, rows } of this.#rows.values()) unite(state.map(map), rows);
    this.#rows.clear();
    for (const { id } of receipts.owed()) receipts.settled(id);
  }

  /** This node is the active one, and the other one had this. */
  take(frame: Extract<RuntimeFrame, { type: 'unite' | 'receipt' }>): void {
    const { state, send } = this.#parts;
    if (frame.type === 'receipt') {
      const isKept = this.#keep(frame.receipt, { owed: false });
      return isKept ? send({ type: 'received', id: frame.receipt.id }) : undefined;
    }
    unite(state.map(frame.map), frame.rows);
    send({ type: 'united', number: frame.number });
  }

  told(frame: Extract<RuntimeFrame, { type: 'united' | 'received' }>): void {
    const isDone = frame.type === 'united' ? this.#rows.delete(frame.number) : this.#parts.receipts.settled(frame.id);
    if (isDone) this.#told = false;
  }

  #keepReceipt(map: RuntimeMap<unknown>, next: Staging<unknown>): void {
    const { state, nodeId, newId, now } = this.#parts;
    const writes = state.journal.lost(map.id, (key) => next.valueOf(key));
    for (const part of inMessages(writes)) this.#keep({ id: newId(), at: now(), nodeId, writes: part }, { owed: true });
  }

  /** False: the disk fails. */
  #keep(receipt: Receipt, { owed }: { owed: boolean }): boolean {
    const { receipts, event } = this.#parts;
    const kept = receipts.add(receipt, { owed });
    if (kept === 'added') event(runtimeEvents.notCarriedOver(receipt));
    return kept !== 'failed';
  }

  #keepRows(map: RuntimeMap<unknown>, next: Staging<unknown>): void {
    if (map.options.unite === undefined) return;
    const pairs: [string, unknown][] = [];
    for (const { key, value } of map.entries()) {
      if (united(map, key, next.valueOf(key), value) !== null) pairs.push([key, value]);
    }
    for (const part of inMessages(pairs)) {
      this.#number += 1;
      this.#rows.set(this.#number, { map: map.id, rows: part.flat() });
    }
  }
}

/** As many in each as the link carries in one message. */
function inMessages<T>(items: readonly T[]): T[][] {
  const messages: T[][] = [];
  let characters = Infinity;
  for (const item of items) {
    if (characters > longestMessage) {
      messages.push([]);
      characters = 0;
    }
    messages.at(-1)?.push(item);
    characters += besideTexts + textIn(item);
  }
  return messages;
}

function unite(map: RuntimeMap<unknown> | null, rows: readonly unknown[]): void {
  if (map === null) return;
  const isValue = map.options.check ?? (() => true);
  for (let index = 0; index < rows.length; index += 2) {
    const [key, theirs] = [rows[index] as string, rows[index + 1]];
    const value = isValue(theirs) ? united(map, key, map.get(key), theirs) : null;
    if (value !== null) map.set(key, value);
  }
}

/** What both together make of it; `null`: nothing new. */
function united(map: RuntimeMap<unknown>, key: string, mine: unknown, theirs: unknown): unknown {
  const value = map.options.unite?.(mine, theirs) ?? null;
  return value === null || hashOf(key, value) === hashOf(key, mine) ? null : value;
}
