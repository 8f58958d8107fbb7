/** What a gateway that posts is told to do. */
export type Order =
  | { kind: 'post'; keys: number; perSecond: number; forMs: number }
  | { kind: 'set'; key: string; value: number }
  | { kind: 'get'; key: string }
  | { kind: 'taken' }
  /** Of everything that is in the map, by nothing that replication uses. */
  | { kind: 'sum' }
  /** Loses all tag values, as a process that ends. */
  | { kind: 'forget' }
  /** Writes one key and waits until the other node has everything. */
  | { kind: 'bringAll'; key: string };

/** What was taken from the other node so far. */
export interface Taken {
  /** Epoch ms. */
  at: number;
  keysTaken: number;
  /** From post to visible, since the last time it was asked for, ms. */
  lagP99Ms: number | null;
  size: number;
  digest: number;
}

export type Answer =
  | { kind: 'posted'; posts: number; perSecondPosted: number[] }
  | { kind: 'set'; replicated: boolean; tookMs: number }
  | { kind: 'value'; value: number | null }
  | { kind: 'sum'; sum: string }
  | ({ kind: 'taken' } & Taken);

export type AnswerOf<K extends Answer['kind']> = Extract<Answer, { kind: K }>;
