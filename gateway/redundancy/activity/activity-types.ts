import type {
  ActivityFrame,
  ActivitySnapshot,
  ChangeoverCause,
  HandoverReason,
  PingTiming,
  SuspensionWord,
} from '#contract/activity-frames';
import type { Epoch } from '#contract/epoch';
import type { LossReason } from '#contract/redundancy-status';
import type { Role } from '#contract/roles';
import type { Divergence } from '../synchronisation/divergence.ts';

/** Both clocks: `elapsedMs` never goes back and counts time in suspend; `wallAt` is epoch ms. */
export interface Now {
  elapsedMs: number;
  wallAt: number;
}

/** What this node is set to. The Backup's timing and the Master's recovery and conflict rule count for both. */
export interface ActivitySettings {
  role: Role;
  timing: PingTiming;
  joinWaitMs: number;
  recovery: 'Automatic' | 'Manual';
  uptimeDecides: boolean;
  /** Two refused connections mean that the process is dead. Off where a firewall rejects instead of drops. */
  refusalMeansDead: boolean;
  takeBackHoldMs: number;
  /** An empty directory was started with a secret from elsewhere: there may be a pair with data already. */
  startedEmpty: boolean;
}

/** What this node goes by; `previous`: what was agreed on before, until both use the present one. */
export interface Timing {
  current: PingTiming;
  previous: PingTiming | null;
}

/** What is on disk: two slots, checksummed. */
export interface EpochRecord {
  highest: Epoch | null;
  own: Epoch | null;
  /** The epoch that was handed over or given up; `null` while none is. */
  released: Epoch | null;
  /** What both nodes were last known to use: the budget of a peer that is Active may outlive this process. */
  timing: Timing | null;
  /** `null`: automatic take-back was never suspended. */
  suspension: SuspensionWord | null;
}

/** On disk: the last word on maintenance. `order` is `null` when it was ended; `untilAt` by this node's clock. */
export interface MaintenanceRecord {
  stamp: Epoch;
  order: { untilAt: number; forMs: number; reason: string; requester: string } | null;
}

/** What counts now; `until` in elapsed ms. Its time may be over: then `order` is `null` here, but not on disk. */
export interface HeldMaintenance {
  stamp: Epoch | null;
  order: { until: number; forMs: number; reason: string; requester: string } | null;
}

/** What other parts of the gateway know and the decision needs. */
export interface Facts {
  diskWritable: boolean;
  /** A whole synchronisation was completed at least once. */
  syncedOnce: boolean;
  /** Both hold the same configuration over the present link. */
  inSync: boolean;
  compatible: boolean;
  /** The two configurations have different histories: this node, or the other one, must not become active. */
  divergence: Divergence;
}

export type Phase =
  | { kind: 'steady' }
  | { kind: 'joining'; until: number }
  | { kind: 'stalled'; until: number }
  | { kind: 'waiting' }
  | { kind: 'claiming'; epoch: Epoch; cause: ChangeoverCause; reason: HandoverReason | null; since: number }
  | { kind: 'granted'; epoch: Epoch }
  | { kind: 'asking'; since: number }
  | { kind: 'preparing'; epoch: Epoch; reason: HandoverReason; since: number }
  | { kind: 'prepared'; epoch: Epoch; reason: HandoverReason; since: number }
  | { kind: 'released'; epoch: Epoch; reason: HandoverReason; stoppedAt: number }
  | { kind: 'left' };

export type LinkState =
  | { up: true; since: number; lastHeardAt: number; lastEchoAt: number; lastEchoSentAt: number }
  | { up: false; lostAt: number | null; because: LossReason | null };

/** A write that is under way, and what follows when it is done. */
export type Pending =
  | { kind: 'hear'; input: LinkInput; heard: Epoch | null; timing: Timing | null; news: MaintenanceRecord | null }
  | { kind: 'claim'; epoch: Epoch; cause: ChangeoverCause; reason: HandoverReason | null }
  | { kind: 'activate'; epoch: Epoch; cause: ChangeoverCause; reason: HandoverReason | null }
  | { kind: 'prepare'; epoch: Epoch; reason: HandoverReason }
  | { kind: 'release'; epoch: Epoch; reason: HandoverReason; stoppedAt: number }
  | { kind: 'renew'; epoch: Epoch }
  | { kind: 'leave'; backInMs: number | null }
  | { kind: 'catchUp'; heard: Epoch }
  | { kind: 'keepSuspension'; suspension: SuspensionWord | null }
  | { kind: 'maintenance'; record: MaintenanceRecord; by: string }
  | { kind: 'restamp'; record: MaintenanceRecord };

export interface ActivityState {
  nodeId: string;
  level: 'Undecided' | 'Standby' | 'Active';
  phase: Phase;
  /** Until when a starting node waits for its peer; elapsed ms. */
  joinUntil: number;
  record: EpochRecord;
  /** Heard, but not on disk: nothing may be claimed until it is. */
  unwritten: Epoch | null;
  pending: Pending | null;
  facts: Facts;
  link: LinkState;
  peerId: string | null;
  peer: ActivitySnapshot | null;
  /** From when silence is counted: the last frame, or the end of a pause of this process; elapsed ms. */
  silentSince: number | null;
  /** From when nothing was sent that came back, before the present link; elapsed ms. */
  lastEchoSentAt: number | null;
  declaredLost: boolean;
  refusals: { count: number; firstAt: number };
  /** The peer said that it stops, and until when it may come back. */
  goodbye: { until: number } | null;
  timing: Timing;
  pings: { next: number; lastAt: number; outstanding: { number: number; sentAt: number }[] };
  /** From the last echo; `clockOffsetMs`: the peer's clock minus this one's. */
  measured: { roundTripMs: number; clockOffsetMs: number } | null;
  activeSince: Now | null;
  lastTickAt: number;
  nextClaimAt: number;
  nextAskAt: number;
  changeovers: { lastAt: number | null; unplanned: number[] };
  /** What counts of it, on disk or not yet. */
  suspension: SuspensionWord | null;
  /** A person took the work from this Master: it does not ask for it back. */
  heldByPerson: boolean;
  maintenance: HeldMaintenance;
  /** Ordered here, and not yet confirmed by the other node. */
  asked: { stamp: Epoch; order: NonNullable<MaintenanceRecord['order']>; since: number } | null;
  /** Stopping: hand over or say goodbye, then be gone. */
  leaving: { backInMs: number | null; tried: boolean } | null;
}

export type LinkInput =
  { type: 'linkUp'; peerId: string; snapshot: ActivitySnapshot } | { type: 'frame'; frame: ActivityFrame };

export type Input =
  | LinkInput
  | { type: 'tick' }
  | { type: 'linkDown'; because: LossReason }
  | { type: 'refused' }
  | { type: 'facts'; facts: Partial<Facts> }
  | { type: 'handOver'; requester: string; comment: string | null }
  | { type: 'resumeTakeBack' }
  | { type: 'maintain'; forMs: number; reason: string; requester: string }
  | { type: 'endMaintenance'; requester: string }
  /** By force. */
  | { type: 'activateNow'; requester: string }
  | { type: 'leave'; backInMs: number | null }
  | { type: 'stored'; ok: boolean };

export type Effect =
  | { type: 'send'; frame: ActivityFrame }
  /** Always the last one: the driver writes, and answers with `stored` before anything else happens. */
  | { type: 'store'; record: EpochRecord; maintenance: MaintenanceRecord | null }
  | { type: 'dropLink'; because: LossReason }
  | { type: 'activated'; epoch: Epoch; cause: ChangeoverCause; reason: HandoverReason | null }
  | { type: 'renewed'; epoch: Epoch }
  | { type: 'deactivated'; because: 'handover' | 'stalled' | 'splitBrain' | 'stopping' }
  | { type: 'handoverEnded'; done: boolean; gapMs: number | null }
  | { type: 'splitBrainResolved'; overlapMs: number; survivor: 'self' | 'peer' }
  | { type: 'stallNoticed'; gapMs: number }
  | { type: 'storeFailed' }
  | { type: 'suspended' }
  | { type: 'maintenanceOn'; untilAt: number; reason: string; requester: string }
  /** Without a requester its time was over. */
  | { type: 'maintenanceOff'; requester: string | null }
  /** To whoever ordered it, or its end. */
  | { type: 'maintenanceAnswered'; ok: boolean }
  | { type: 'left' };

export interface Outcome {
  state: ActivityState;
  effects: Effect[];
}

/** One call of `step`: the draft of the next state, and what is to be done. */
export interface Turn {
  state: ActivityState;
  readonly effects: Effect[];
  readonly settings: ActivitySettings;
  readonly now: Now;
}
