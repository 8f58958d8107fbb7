import type { ProviderId } from '#contract/providers';
import { type AnsweredWrite, answeredWrite } from '#contract/runtime-frames';
import * as z from 'zod/mini';
import { textIn } from './text-in.ts';
import { hashOf } from './value-hash.ts';

export const journalEntry = z.extend(answeredWrite, { sequence: z.int() });
export type JournalEntry = z.infer<typeof journalEntry>;

const mostEntries = 5000;
/** Characters of all entries: some MB in memory, and in each copy on the disk. */
const mostText = 8_000_000;
/** Of an entry, beside its texts. */
const besideTexts = 200;

/** Operators' writes that were answered as done and that the other node is not known to hold: the newest ones. */
export class AnsweredJournal {
  #entries: JournalEntry[] = [];
  #text = 0;

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(write: AnsweredWrite, sequence: number): void {
    const entry = { ...write, sequence };
    this.#entries.push(entry);
    this.#text += textOf(entry);
    this.#trim();
  }

  restore(entries: readonly JournalEntry[]): void {
    this.#keep(entries);
    this.#trim();
  }

  /** The other node holds everything of a map until this sequence. */
  held(map: ProviderId, sequence: number): void {
    if (this.#entries.length === 0) return;
    this.#keep(this.#entries.filter((entry) => entry.map !== map || entry.sequence > sequence));
  }

  /** Ends with the data of a map that is given up: what the new data does not have all the same. */
  lost(map: ProviderId, valueOf: (key: string) => unknown): AnsweredWrite[] {
    const mine = this.#entries.filter((entry) => entry.map === map);
    this.#keep(this.#entries.filter((entry) => entry.map !== map));
    return mine
      .filter(({ key, value }) => hashOf(key, value ?? null) !== hashOf(key, valueOf(key) ?? null))
      .map(({ key, value, who, at }) => ({ map, key, value, who, at }));
  }

  #keep(entries: readonly JournalEntry[]): void {
    this.#entries = [...entries];
    this.#text = entries.reduce((sum, entry) => sum + textOf(entry), 0);
  }

  /** The oldest go. */
  #trim(): void {
    let surplus = 0;
    for (const entry of this.#entries) {
      if (this.#entries.length - surplus <= mostEntries && this.#text <= mostText) break;
      surplus += 1;
      this.#text -= textOf(entry);
    }
    if (surplus > 0) this.#entries.splice(0, surplus);
  }
}

function textOf(entry: JournalEntry): number {
  return besideTexts + textIn(entry);
}
