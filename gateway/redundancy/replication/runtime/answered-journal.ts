import type { RuntimeProviderId } from '#contract/providers';
import { type AnsweredWrite, answeredWrite } from '#contract/runtime-frames';
import * as z from 'zod/mini';
import { hashOf } from './value-hash.ts';

export const journalEntry = z.extend(answeredWrite, { sequence: z.int() });
export type JournalEntry = z.infer<typeof journalEntry>;

const mostEntries = 5000;

/** Operators' writes that were answered as done and that the other node is not known to hold: the newest ones. */
export class AnsweredJournal {
  #entries: JournalEntry[] = [];

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(write: AnsweredWrite, sequence: number): void {
    this.#entries.push({ ...write, sequence });
    if (this.#entries.length > mostEntries) this.#entries.shift();
  }

  restore(entries: readonly JournalEntry[]): void {
    this.#entries = entries.slice(-mostEntries);
  }

  /** The other node holds everything of a map until this sequence. */
  held(map: RuntimeProviderId, sequence: number): void {
    if (this.#entries.length === 0) return;
    this.#entries = this.#entries.filter((entry) => entry.map !== map || entry.sequence > sequence);
  }

  /** Ends with the data of a map that is given up: what the new data does not have all the same. */
  lost(map: RuntimeProviderId, valueOf: (key: string) => unknown): AnsweredWrite[] {
    const mine = this.#entries.filter((entry) => entry.map === map);
    this.#entries = this.#entries.filter((entry) => entry.map !== map);
    return mine
      .filter(({ key, value }) => hashOf(key, value ?? null) !== hashOf(key, valueOf(key) ?? null))
      .map(({ key, value, who, at }) => ({ map, key, value, who, at }));
  }
}
