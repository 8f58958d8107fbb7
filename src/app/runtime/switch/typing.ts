import { DOCUMENT, inject, Injectable } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { filter, firstValueFrom, fromEvent, map, race, shareReplay, startWith, switchMap, take, timer } from 'rxjs';
import * as z from 'zod/mini';
import { SCHEDULER } from '../../gateways/time.ts';

/** Where the operator was: the field, by its label, and the selection in it. */
export const typingPlace = z.object({ label: z.string(), start: z.int(), end: z.int() });
export type TypingPlace = z.infer<typeof typingPlace>;

/** A page does not leave within a word: it waits until nothing was typed for so long, ms, but not for ever. */
const pauseMs = 1000;
const longestMs = 15_000;

/** The hands of the operator. */
@Injectable()
export class Typing {
  private readonly document = inject(DOCUMENT);
  private readonly scheduler = inject(SCHEDULER);
  private readonly paused = fromEvent(this.document, 'input').pipe(
    map(() => pauseMs),
    startWith(0),
    switchMap((ms) =>
      timer(ms, this.scheduler).pipe(
        map(() => true),
        startWith(false),
      ),
    ),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

  constructor() {
    // What was typed before somebody asks counts.
    this.paused.pipe(takeUntilDestroyed()).subscribe();
  }

  /** Resolves at a pause in what is typed. */
  async pause(): Promise<void> {
    await firstValueFrom(race(this.paused.pipe(filter(Boolean), take(1)), timer(longestMs, this.scheduler)));
  }

  /** `null`: in no field. */
  get place(): TypingPlace | null {
    const field = this.document.activeElement;
    const label = field instanceof HTMLInputElement ? labelOf(field) : null;
    if (!(field instanceof HTMLInputElement) || label === null) return null;
    // Nor does anybody need to know how long a password is.
    if (field.type === 'password') return { label, start: 0, end: 0 };
    return { label, start: field.selectionStart ?? 0, end: field.selectionEnd ?? 0 };
  }

  /** Goes on in that field, if the page has it and the operator is in no other one. */
  goOn({ label, start, end }: TypingPlace): void {
    if (this.place !== null) return;
    const fields = [...this.document.querySelectorAll('input')];
    const field = fields.find((each) => labelOf(each) === label);
    field?.focus();
    field?.setSelectionRange(start, end);
  }
}

function labelOf(field: HTMLInputElement): string | null {
  return field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent.trim() ?? null;
}
