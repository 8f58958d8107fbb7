import type { Position } from '#contract/replication-frames';
import { samePosition } from '../../config/resources/config-chain.ts';
import { events } from './replication-events.ts';
import type { Because, Failed, SenderParts } from './sender-parts.ts';

const firstEnough = 3;
/** The Backup tries every 30 s at last: then once in three quarters of an hour. */
const mostEnough = 96;

/** How often the Backup could not apply the same changes, over links, and when that is reason to send everything. */
export class FailedAttempts {
  readonly #event: SenderParts['event'];
  /** From where they lead on; `undefined`: none failed. */
  #from: Position | null | undefined = undefined;
  #problem = '';
  #count = 0;
  #enough = firstEnough;

  constructor({ event }: Pick<SenderParts, 'event'>) {
    this.#event = event;
  }

  /** Said once, not at each attempt. Where the disk refused, or may have, everything would be refused too. */
  changesFailed(from: Position | null, { problem, storage }: Pick<Failed, 'problem' | 'storage'>): void {
    const isNew = this.#from === undefined || !samePosition(this.#from, from);
    this.#from = from;
    this.#problem = problem;
    this.#count = (isNew ? 0 : this.#count) + (storage === false ? 1 : 0);
    if (isNew) this.#event(events.changesFailed(problem));
  }

  changesApplied(): void {
    if (this.#from !== undefined) this.#event(events.changesApplied());
    this.#from = undefined;
    this.#count = 0;
    this.#enough = firstEnough;
  }

  /** Why a Backup that stands there is sent everything; `null`: it is sent changes. */
  reasonAt(position: Position): Because | null {
    if (this.#count < this.#enough || !samePosition(position, this.#from ?? null)) return null;
    const words = `the Backup could not apply the next changes, ${this.#count} times in a row: ${this.#problem}`;
    return { words, stuck: true };
  }

  /** The Backup has everything. Whether that helped is known when changes are applied. */
  allSent({ stuck = false }: Because): void {
    if (stuck) this.#waitLonger();
    this.#from = undefined;
  }

  allFailed({ stuck = false }: Because, problem: string): void {
    if (stuck) this.#waitLonger();
    this.#event(events.fullSyncFailed(problem, stuck ? this.#enough : undefined));
  }

  #waitLonger(): void {
    this.#count = 0;
    this.#enough = Math.min(2 * this.#enough, mostEnough);
  }
}
