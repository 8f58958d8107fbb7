import * as z from 'zod/mini';
import { activityFrame, activitySnapshot } from './activity-frames.ts';
import { choiceResult, divergenceChoice } from './divergence.ts';
import { recordFrame } from './record-frames.ts';
import { moduleFrame } from './modules.ts';
import { redundancyStatus } from './redundancy-status.ts';
import { role } from './roles.ts';
import { position, replicationFrame } from './replication-frames.ts';
import { runtimeFrame, runtimePositions } from './runtime-frames.ts';
import { revocations, securityState } from './security-state.ts';

/** Raised when two versions can no longer run together. */
export const linkProtocol = 1;

/** Where a node upgrades to the link, on its ordinary ports. */
export const linkPath = '/system/redundancy-link';

/** Why one node does not link with another. */
export const rejectReason = z.enum([
  'wrongSecret',
  'otherPair',
  'sameRole',
  'sameNode',
  'certificateChanged',
  'otherProtocol',
  'plainNotAllowed',
  'pairComplete',
  'nonsense',
]);
export type RejectReason = z.infer<typeof rejectReason>;

const id = z.string().check(z.minLength(1), z.maxLength(100));
const nonce = z.string().check(z.minLength(32), z.maxLength(200));
const port = z.int().check(z.minimum(1), z.maximum(65535));
const proof = z.string().check(z.minLength(32), z.maxLength(200));

/** Who speaks; each node proves that it knows the pairing secret over both greetings and the TLS connection. */
export const greeting = z.object({
  protocol: z.int(),
  nodeId: id,
  role,
  pairId: z.nullable(id),
  nonce,
  /** PEM; pinned by the other node. */
  certificate: z.string().check(z.maxLength(4000)),
});
export type Greeting = z.infer<typeof greeting>;

/** Before anything else is said: Backup greets, Master proves, Backup proves, Master welcomes. Either may reject. */
export const handshakeMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('greet'), greeting }),
  z.object({ type: z.literal('challenge'), greeting, proof }),
  /** `signature`: by the key of the Backup's certificate, for TLS proves only the Master's. */
  z.object({ type: z.literal('answer'), proof, signature: z.string().check(z.maxLength(400)) }),
  z.object({ type: z.literal('welcome') }),
  z.object({ type: z.literal('reject'), reason: rejectReason }),
]);
export type HandshakeMessage = z.infer<typeof handshakeMessage>;

/** What a node says of itself besides its activity: at hello, and when an administrator changes it. */
export const nodeCard = z.object({
  nodeId: id,
  name: z.string(),
  version: z.string(),
  httpPort: port,
  httpsPort: port,
  publicAddress: z.string(),
  /** `null`: not to be found by its host name. */
  hostName: z.nullable(z.string()),
});
export type NodeCard = z.infer<typeof nodeCard>;

/** Where pages are sent, and what decided that. */
export const destination = z.object({
  address: z.nullable(z.string()),
  source: z.enum(['publicAddress', 'hostName', 'linkAddress', 'unknown']),
});
export type Destination = z.infer<typeof destination>;

/** A frame of a proved link. */
export const linkFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    card: nodeCard,
    snapshot: activitySnapshot,
    runtime: z.optional(runtimePositions),
    /** Where its configuration stands; `null`: it has none. Absent: an older version. */
    config: z.optional(z.nullable(position)),
  }),
  /** The Backup has taken the Master's hello: the link is up on both ends. */
  z.object({ type: z.literal('accepted') }),
  z.object({ type: z.literal('activity'), frame: activityFrame }),
  z.object({ type: z.literal('card'), card: nodeCard }),
  /** Where the sender would send operators of the receiver's pages: the receiver's address, and why that one. */
  z.object({ type: z.literal('destination'), ...destination.shape }),
  /** The node's own status, for the other one's console. */
  z.object({ type: z.literal('report'), status: redundancyStatus }),
  /** The configuration that is replicated change by change. */
  z.object({ type: z.literal('replication'), frame: replicationFrame }),
  /** Files of modules that the Backup lacks. */
  z.object({ type: z.literal('module'), frame: moduleFrame }),
  /** The state of the plant, from the active node. */
  z.object({ type: z.literal('runtime'), frame: runtimeFrame }),
  /** What either node wrote down: audit, changeovers, events. */
  z.object({ type: z.literal('records'), frame: recordFrame }),
  /** What is replicated whole, Master to Backup; `security` is left out of a plain link. */
  z.object({
    type: z.literal('configuration'),
    number: z.int(),
    systemName: z.string(),
    security: z.nullable(securityState),
    /** By the Master's clock, epoch ms. */
    sentAt: z.number(),
  }),
  z.object({
    type: z.literal('configured'),
    number: z.int(),
    problem: z.nullable(z.string()),
    /** How long the Backup took, ms. */
    pullMs: z.nullable(z.number()),
    applyMs: z.nullable(z.number()),
  }),
  /** Backup to Master, as a person chose: what is replicated whole, to restore the Master from it. */
  z.object({ type: z.literal('given'), systemName: z.string(), security: z.nullable(securityState) }),
  /** A person chose this on the other node; answered when it is done or was refused. */
  z.object({ type: z.literal('choice'), id, choice: divergenceChoice, by: z.string() }),
  z.object({ type: z.literal('chosen'), id, result: choiceResult }),
  /** Sessions ended on either node. */
  z.object({ type: z.literal('revocations'), list: revocations }),
  z.object({ type: z.literal('united') }),
]);
export type LinkFrame = z.infer<typeof linkFrame>;

/** On the wire: frames are counted from 1, so that a lost or repeated one is noticed. */
export const envelope = z.object({ count: z.int(), frame: linkFrame });
