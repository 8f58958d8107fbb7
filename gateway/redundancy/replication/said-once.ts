import type { NewEvent } from '../records/event-store.ts';

/** That the histories differ is said once, not with every link that opens. */
export class SaidOnce {
  readonly #event: (event: NewEvent) => void;
  #saidDiverged = false;

  constructor(event: (event: NewEvent) => void) {
    this.#event = event;
  }

  add(event: NewEvent): void {
    const isDiverged = event.reasonCode === 'diverged';
    if (isDiverged && this.#saidDiverged) return;
    this.#saidDiverged ||= isDiverged;
    this.#event(event);
  }

  /** Both hold the same: what differs from now on is said anew. */
  forget(): void {
    this.#saidDiverged = false;
  }
}
