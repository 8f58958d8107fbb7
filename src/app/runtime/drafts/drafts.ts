import { computed, Injectable, signal } from '@angular/core';
import * as z from 'zod/mini';

const draft = z.object({
  /** As it was typed. */
  text: z.string(),
  /** `typed`: nobody was asked to take it; `sent`: the answer is not there yet; `refused`: `note` says why. */
  state: z.enum(['typed', 'sent', 'refused']),
  note: z.nullable(z.string()),
  /** When it was sent without an answer yet, epoch ms by the clock of the node that was asked: it may be done there. */
  sentAt: z.optional(z.number()),
});
/** What an operator typed and no gateway has confirmed. */
export type Draft = z.infer<typeof draft>;

/** By kind and name; for an alarm also by its occurrence, which has a name of up to 300 characters. */
export const drafts = z.record(z.string().check(z.maxLength(600)), draft);
export type DraftsOf = z.infer<typeof drafts>;

/** What was confirmed last, until something else is typed there. */
export type Confirmed = Readonly<Record<string, string>>;

/** What is typed on an operator's page, by the thing that it is for. It outlives the node: it goes along in a move. */
@Injectable()
export class Drafts {
  private readonly all = signal<DraftsOf>({});
  private readonly said = signal<Confirmed>({});
  readonly values = this.all.asReadonly();
  readonly confirmed = this.said.asReadonly();
  readonly isEmpty = computed(() => Object.keys(this.all()).length === 0);

  type(key: string, text: string): void {
    this.put(key, { text, state: 'typed', note: null });
  }

  send(key: string, text: string, sentAt: number): void {
    this.put(key, { text, state: 'sent', note: null, sentAt });
  }

  refuse(key: string, text: string, note: string): void {
    this.put(key, { text, state: 'refused', note });
  }

  /** Nobody answered. */
  giveUp(key: string, note: string): void {
    const sent = this.all()[key];
    if (sent !== undefined) this.put(key, { ...sent, state: 'refused', note });
  }

  /** It is done, or nobody wants it any more. */
  confirm(key: string, word: string): void {
    this.drop(key);
    this.said.update((said) => ({ ...said, [key]: word }));
  }

  drop(key: string): void {
    this.all.update((all) => without(all, key));
    this.said.update((said) => without(said, key));
  }

  /** From before a move, or before a sign-in ran out: what was sent had no answer. */
  bringBack(brought: DraftsOf, before = 'this page moved'): void {
    const note = `Not done: no answer came before ${before}.`;
    const entries = Object.entries(brought).map(([key, each]): [string, Draft] => [
      key,
      each.state === 'sent' ? { ...each, state: 'refused', note } : each,
    ]);
    this.all.set(Object.fromEntries(entries));
  }

  private put(key: string, next: Draft): void {
    this.all.update((all) => ({ ...all, [key]: next }));
    this.said.update((said) => without(said, key));
  }
}

function without<T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
}
