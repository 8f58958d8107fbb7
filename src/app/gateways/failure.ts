import type { Problem } from '#contract/problem';

/** Why a gateway gave no answer that can be used. */
export type Failure =
  /** Refused, unreachable, not trusted or forbidden by the browser: a page is not told which. */
  | { kind: 'noAnswer' }
  | { kind: 'timeout' }
  /** Nobody has said yet where the node is. */
  | { kind: 'noAddress' }
  /** Another node answers at the address. */
  | { kind: 'wrongNode' }
  /** Not what the contract says; `detail` for a developer. */
  | { kind: 'notUnderstood'; detail: string }
  /** An HTTP error; `problem` is `null` where something else than a gateway of ours answered. */
  | { kind: 'refused'; status: number; problem: Problem | null };

/** Whether the node does not know this sign-in; a wrong password is something else. */
export function isUnauthenticated(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.status === 401 && failure.problem?.code !== 'signInFailed';
}

/** The answer to one request: failures are values. */
export type Answer<T> = { ok: true; value: T; received: Received } | { ok: false; failure: Failure };

/** When and from where an answer came; the statement in it was made between the two times, epoch ms of this browser. */
export interface Received {
  askedAt: number;
  receivedAt: number;
  /** The origin that answered; empty: the one that this page came from. */
  address: string;
  /** The revision in the answer's `ETag`, as it goes into `If-Match`. */
  etag: string | null;
}
