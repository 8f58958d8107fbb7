import type { BlockerCode, LossReason } from './redundancy-status.ts';

/** The pair's state in a word. */
export type VerdictCode =
  | 'notKnown'
  | 'splitBrain'
  | 'nobodyActive'
  | 'notPaired'
  | 'starting'
  | 'maintenance'
  | 'runningAlone'
  | 'failoverBlocked'
  | 'flapping'
  | 'synchronising'
  | 'protected';

/** Why that verdict. The sentences are in `verdict-sentences.ts`. */
export type ReasonCode =
  | 'noAnswer'
  | 'activeUnseen'
  | 'standbyUnseen'
  | 'notReported'
  | 'unconfirmed'
  | 'unclear'
  | 'bothActive'
  | 'activeApart'
  | 'noneActive'
  | 'independent'
  | 'noPartner'
  | 'joining'
  | 'stalled'
  | 'takingOver'
  | 'handingOver'
  | 'maintenance'
  | 'keptByMaintenance'
  | 'neverSeen'
  | 'stopped'
  | 'lost'
  | `lost.${Exclude<LossReason, 'goodbye'>}`
  | 'peerStarting'
  | 'linkCut'
  | BlockerCode
  | 'lacksModules'
  | 'cannotActivate'
  | 'flapping'
  | 'takeBackSuspended'
  | 'notCompared'
  | 'outOfDate'
  | 'syncRunning'
  | 'syncLoop'
  | 'modulesMissing'
  | 'plainLink'
  | 'protected';

export interface Reason {
  code: ReasonCode;
  /** The name of the node that it is about; `null`: not known. */
  node: string | null;
  /** The name of the other node. */
  other: string | null;
  /** Since when, or when it ends, epoch ms of the observer's clock. */
  at: number | null;
  count: number | null;
}

export function reason(
  code: ReasonCode,
  node: string | null,
  more: Partial<Omit<Reason, 'code' | 'node'>> = {},
): Reason {
  return { code, node, other: null, at: null, count: null, ...more };
}
