import * as z from 'zod/mini';
import { epoch } from './epoch.ts';
import { activityLevel, authority, projectState, role } from './roles.ts';

/** Why a node could not become active now, or must not by itself. */
export const blockerCode = z.enum([
  'neverSynced',
  'diskFull',
  'emptyDirectory',
  'incompatible',
  'suspended',
  'superseded',
  'diverged',
]);
export type BlockerCode = z.infer<typeof blockerCode>;

/** How the link ended, or why none opens. `refused`: nothing listens; `rejected`: the peer is not of this pair. */
export const lossReason = z.enum(['refused', 'silent', 'closed', 'goodbye', 'rejected', 'unreachable', 'stalled']);
export type LossReason = z.infer<typeof lossReason>;

/** A countdown that runs now. */
export const timer = z.object({
  name: z.enum(['join', 'takeOver', 'takeBack', 'handover', 'stall']),
  /** Time left, in ms, when the status was made. */
  remainingMs: z.number(),
});
export type Timer = z.infer<typeof timer>;

/** What a node knows of the other one. */
export const peerFacts = z.object({
  nodeId: z.nullable(z.string()),
  name: z.nullable(z.string()),
  role: z.nullable(role),
  version: z.nullable(z.string()),
  activityLevel: z.nullable(activityLevel),
  /** Address that is dialled, or from which the peer came: `host:port`. */
  address: z.nullable(z.string()),
  connected: z.boolean(),
  /**
   * The present link is encrypted; over a plain one users, passwords, API tokens and modules are not sent. `null`: no
   * link. Absent: not told.
   */
  confidential: z.optional(z.nullable(z.boolean())),
  /** When the present link opened, or the last one if there is none; epoch ms; `null`: never. */
  connectedAt: z.nullable(z.number()),
  lostAt: z.nullable(z.number()),
  lostBecause: z.nullable(lossReason),
  /** The last failure to connect, in words of the system or of the peer. */
  lastError: z.nullable(z.string()),
  canActivate: z.nullable(z.boolean()),
  blockers: z.array(blockerCode),
  roundTripMs: z.nullable(z.number()),
  missedPings: z.int(),
  /** Peer clock minus own clock, ms; from the last echo, half the round trip taken off. */
  clockOffsetMs: z.nullable(z.number()),
  /** When the peer was last heard, epoch ms of this node's clock. */
  measuredAt: z.nullable(z.number()),
});
export type PeerFacts = z.infer<typeof peerFacts>;

/** How far a full synchronisation is, as the answering node measured it. */
export const syncProgress = z.object({
  scope: z.literal('configuration'),
  /** On the disk of the receiver. */
  bytes: z.int(),
  totalBytes: z.int(),
  startedAt: z.number(),
  /** `null`: not measured yet. */
  bytesPerSec: z.nullable(z.number()),
});
export type SyncProgress = z.infer<typeof syncProgress>;

/** Our own part of the status. Whoever reads it must manage without. */
export const understudyStatus = z.object({
  nodeId: z.string(),
  pairId: z.nullable(z.string()),
  name: z.string(),
  systemName: z.string(),
  version: z.string(),
  /** When this activation began, epoch ms; `null` while not Active. */
  activeSinceAt: z.nullable(z.number()),
  /** The epoch of this activation; `null` while not Active. */
  epoch: z.nullable(epoch),
  authority,
  /** This node's clock when the status was made, epoch ms. */
  clock: z.object({ at: z.number() }),
  /** `null`: this node has no partner configured. */
  peer: z.nullable(peerFacts),
  sync: z.object({
    /** `running`: something is not on both nodes yet, and is sent: everything anew, or single changes. */
    state: z.enum(['never', 'running', 'done']),
    /** When the configuration was last known equal on both, epoch ms. */
    lastGoodAt: z.nullable(z.number()),
    /** While everything is sent anew. */
    progress: z.optional(syncProgress),
    /** A whole configuration is put aside on this node, which takes it when it is no longer active. */
    held: z.optional(z.boolean()),
    /** Full synchronisations of the last hour that nobody asked for: of configuration, modules and runtime state. */
    fullSyncsLastHour: z.optional(z.int()),
    /**
     * The same by what was sent anew: `configuration`, or the id of a provider. Of the configuration both nodes count
     * the same ones; of runtime state whoever sent it, of modules whoever lacked them.
     */
    fullSyncsOf: z.optional(z.record(z.string(), z.int())),
    /** One of them repeats: three in ten minutes. */
    loop: z.optional(z.boolean()),
    /** A file of a module that the configuration names is not on this node, or not on the other one, as it says. */
    lacksModules: z.optional(z.boolean()),
  }),
  /** How long a silent peer is waited for, and the ping settings; longer than their product until both use them. */
  budget: z.object({ pingRateMs: z.number(), pingMaxMissed: z.int(), budgetMs: z.number() }),
  timers: z.array(timer),
  blockers: z.array(blockerCode),
  canActivate: z.boolean(),
  /** Automatic take-back: the Master asks by itself, waits for a person, or was suspended after flapping. */
  takeBack: z.enum(['automatic', 'manual', 'held', 'suspended']),
  /** Automatic failover is switched off until then, epoch ms. Absent: it is not. */
  maintenance: z.optional(z.object({ untilAt: z.number(), reason: z.string() })),
  /** How many changeovers that nobody asked for happened in the last ten minutes. */
  recentChangeovers: z.int(),
});
export type UnderstudyStatus = z.infer<typeof understudyStatus>;

/** `GET /data/api/v1/redundancy`: the eleven members of the API that clients know, and one of ours. */
export const redundancyStatus = z.object({
  role,
  projectState,
  activityLevel,
  localId: z.string(),
  /** Absent when there has been no peer. */
  peerId: z.optional(z.string()),
  peerConnected: z.boolean(),
  hasConfigAccess: z.boolean(),
  /** A full synchronisation is wanted or running. Of changes that are sent one by one `understudy.sync` tells. */
  syncPending: z.boolean(),
  failoverPending: z.boolean(),
  /** ms since the process started. */
  uptime: z.number(),
  /** Epoch ms, -1 for never. */
  lastSyncTimestamp: z.number(),
  understudy: z.optional(understudyStatus),
});
export type RedundancyStatus = z.infer<typeof redundancyStatus>;

/** `GET /data/api/v1/redundancy/peer`: the peer's own status, as it last came over the link. */
export const relayedStatus = z.object({
  status: redundancyStatus,
  /** When it was received, epoch ms of the answering node's clock. */
  measuredAt: z.number(),
  /** How old it was when this was answered, ms: for a reader whose clock differs. */
  ageMs: z.number(),
});
export type RelayedStatus = z.infer<typeof relayedStatus>;
