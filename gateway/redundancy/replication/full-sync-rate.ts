import type { EventReason } from '#contract/redundancy-events';
import type { NewEvent } from '../records/event-store.ts';
import { RepeatedEvents } from './repeated-events.ts';

export interface RateParts {
  /** Of what this node wrote down for these reasons from one time to another, epoch ms. */
  own: (reasons: readonly EventReason[], from: number, to: number) => readonly (Happened & { at: number })[];
  write: (event: NewEvent) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
}

type Happened = Pick<NewEvent, 'reasonCode' | 'provider'>;

const hourMs = 3_600_000;
const loopWindowMs = 600_000;
const loopCount = 3;
/** Of configuration, of modules, and of each map of runtime state. Those that a person asked for have another one. */
const counted: readonly EventReason[] = ['fullSyncDataOnly', 'fullSyncFull', 'runtimeFullSync'];

/**
 * Writes down what happens with replication, and counts how often everything had to be sent anew, though nobody asked
 * for it: when that repeats, something is wrong. What was written down before a restart counts after it.
 */
export class FullSyncRate {
  readonly #parts: RateParts;
  readonly #events: RepeatedEvents;
  /** When, by the clock that never goes back, and of what. */
  #happened: { atMs: number; subject: string }[] = [];
  readonly #saidAtMs = new Map<string, number>();

  constructor(parts: RateParts) {
    this.#parts = parts;
    this.#events = new RepeatedEvents(parts.write);
  }

  start(): void {
    const { own, now, elapsed } = this.#parts;
    const sinceMs = now() - elapsed();
    const before = own(counted, now() - hourMs, now());
    this.#happened = before.map((event) => ({ atMs: event.at - sinceMs, subject: subjectOf(event) }));
  }

  stop(): void {
    this.#events.stop();
  }

  get lastHour(): number {
    this.#forget();
    return this.#happened.length;
  }

  /** How many of them were of what: `configuration`, or the id of a provider. */
  get lastHourOf(): Record<string, number> {
    this.#forget();
    const of: Record<string, number> = {};
    for (const { subject } of this.#happened) of[subject] = (of[subject] ?? 0) + 1;
    return of;
  }

  /** One kind of them repeats. */
  get isLoop(): boolean {
    return [...new Set(this.#happened.map(({ subject }) => subject))].some((subject) => this.#repeats(subject));
  }

  add(event: NewEvent): void {
    this.#events.add(event);
    if (!counted.includes(event.reasonCode)) return;
    this.#forget();
    this.#happened.push({ atMs: this.#parts.elapsed(), subject: subjectOf(event) });
    this.#sayLoop(event);
  }

  #sayLoop(event: NewEvent): void {
    const { write, elapsed } = this.#parts;
    const subject = subjectOf(event);
    const saidAtMs = this.#saidAtMs.get(subject) ?? -Infinity;
    if (!this.#repeats(subject) || elapsed() - saidAtMs < loopWindowMs) return;
    this.#saidAtMs.set(subject, elapsed());
    const said = `Full synchronisations repeat (sync loop): ${loopCount} within ten minutes that nobody asked for.`;
    const { provider } = event;
    write({ severity: 'warning', reasonCode: 'syncLoop', reason: `${said} ${causeOf(event)}`, provider });
  }

  #repeats(subject: string): boolean {
    const sinceMs = this.#parts.elapsed() - loopWindowMs;
    return this.#happened.filter((each) => each.subject === subject && each.atMs >= sinceMs).length >= loopCount;
  }

  #forget(): void {
    const sinceMs = this.#parts.elapsed() - hourMs;
    this.#happened = this.#happened.filter(({ atMs }) => atMs >= sinceMs);
  }
}

/** Each provider has one kind of its own; what has none is the configuration. */
function subjectOf({ provider }: Happened): string {
  return provider ?? 'configuration';
}

function causeOf({ reasonCode }: Happened): string {
  switch (reasonCode) {
    case 'fullSyncFull':
      return 'A node lacks files of modules again and again: they may be removed from its disk, or be on neither node.';
    case 'runtimeFullSync':
      return 'The nodes may change over again and again, or what one sends is not what the other one gets.';
    default:
      return 'The link may break again and again, or the log of changes is too small for what is written.';
  }
}
