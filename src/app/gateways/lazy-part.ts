import { inject, PendingTasks, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { firstValueFrom, from, timeout } from 'rxjs';
import type { GatewaysState } from './gateways-state.ts';
import { idle } from './idle.ts';
import { pairOf } from './pair-selectors.ts';
import { isSilent } from './silence.ts';

/** A host that is switched off refuses nothing: a browser would wait for minutes. */
const loadWithinMs = 10_000;

/** How it stands with something that was asked for and comes from the gateway. */
export type Coming = 'idle' | 'coming' | 'missing';

/** A part of the console that is fetched when it is needed: by then the node that it comes from may be dead. */
export interface LazyPart<T> {
  readonly part: Signal<T | null>;
  readonly state: Signal<Coming>;
  /** Resolves to `null` where it does not come. */
  readonly get: () => Promise<T | null>;
}

/** Rejects what does not come in time. Should it come later, it is there when it is asked for again. */
export function inTime<T>(load: Promise<T>): Promise<T> {
  return firstValueFrom(from(load).pipe(timeout(loadWithinMs)));
}

/** Fetched ahead when the browser has nothing else to do. In an injection context. */
export function lazyPart<T>(load: () => Promise<T>): LazyPart<T> {
  const pending = inject(PendingTasks);
  const part = signal<T | null>(null);
  const state = signal<Coming>('idle');
  idle.pipe(takeUntilDestroyed()).subscribe(() => void load().catch(() => undefined));
  const get = async () => {
    const done = pending.add();
    state.set('coming');
    try {
      part.set(await inTime(load()));
      state.set('idle');
      return part();
    } catch {
      state.set('missing');
      return null;
    } finally {
      done();
    }
  };
  return { part: part.asReadonly(), state: state.asReadonly(), get };
}

/** Says that a part did not come: `what` begins the sentence. */
export function missingInWords(what: string, gateways: GatewaysState, now: number): string {
  const { hereId } = gateways;
  const here = pairOf(gateways).find((node) => node.here);
  if (here === undefined || hereId === null) return `${what} could not be loaded from this gateway.`;
  const sentence = `${what} could not be loaded from ${here.name}, where this console came from.`;
  if (isSilent(gateways, hereId, now)) return sentence;
  return `${sentence} If this stays so, reload the console: ${here.name} may run another version by now.`;
}
