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

/** `refused`: what was found wrong with single fields, which says more than the refusal. */
export function saveInWords<Failure>(
  end: SaveEnd<Failure>,
  said: { why: (failure: Failure) => string; refused: string | null; now: number },
): SaveWords {
  switch (end.kind) {
    case 'saved':
      return { kind: 'saved', at: momentInWords(end.at, said.now) };
    case 'failed':
      return { kind: 'failed', why: said.refused ?? said.why(end.failure) };
    case 'conflict':
      return { kind: 'conflict', why: end.failure === null ? null : said.why(end.failure) };
    case 'merged':
      return end;
  }
}
