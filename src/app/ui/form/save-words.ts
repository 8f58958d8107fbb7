import { momentInWords } from '../moment.ts';

/** How a save ended. */
export type SaveEnd<Failure> =
  | { kind: 'saved'; at: number }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'conflict'; failure: Failure | null }
  | { kind: 'merged'; changes: readonly string[] };

/** The same for a person. */
export type SaveWords =
  | { kind: 'saved'; at: string }
  | { kind: 'failed'; why: string }
  /** Somebody else saved first. `why`: theirs could not be loaded. */
  | { kind: 'conflict'; why: string | null }
  | { kind: 'merged'; changes: readonly string[] };

/** What was found wrong with one field, named by its JSON pointer. */
export interface FieldRefusal {
  pointer: string;
  detail: string;
}

/** How the words are found. */
export interface Wording<Failure> {
  why: (failure: Failure) => string;
  /** The name that the page gives a field; `undefined`: the page does not show it. */
  labelOf: (pointer: string) => string | undefined;
  now: number;
}

/** What is said of the last save beside its button; `null`: nothing. */
export function saveInWords<Failure>(
  save: { outcome: SaveEnd<Failure> | null; rejection: { errors: readonly FieldRefusal[] } | null },
  { why, labelOf, now }: Wording<Failure>,
): SaveWords | null {
  const end = save.outcome;
  switch (end?.kind) {
    case undefined:
      return null;
    case 'saved':
      return { kind: 'saved', at: momentInWords(end.at, now) };
    case 'failed':
      // What was found wrong with single fields says more than the refusal.
      return { kind: 'failed', why: refusedInWords(save.rejection?.errors ?? [], labelOf) ?? why(end.failure) };
    case 'conflict':
      return { kind: 'conflict', why: end.failure === null ? null : why(end.failure) };
    case 'merged':
      return end;
  }
}

function refusedInWords(errors: readonly FieldRefusal[], labelOf: Wording<never>['labelOf']): string | null {
  if (errors.length === 0) return null;
  return `${errors.map(({ pointer, detail }) => `${labelOf(pointer) ?? pointer}: ${detail}`).join('; ')}.`;
}
