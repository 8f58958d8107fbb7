import { randomBytes } from 'node:crypto';
import { handshakeMessage, linkProtocol, type Greeting, type HandshakeMessage } from '#contract/link-frames';
import type { RejectReason } from '#contract/link-frames';
import * as z from 'zod/mini';
import type { MessageSocket } from './message-socket.ts';
import { fingerprintOf, isProof, isSignature, proofOf, signatureOf, type Transcript } from './proof.ts';

/** What this node shows of itself, and what it expects of the other one. */
export interface LinkCredentials {
  nodeId: string;
  pairId: string | null;
  secret: string;
  certificate: { key: string; cert: string };
  /** The fingerprint that was pinned for a node; `null` if it was never linked. */
  pinned: (nodeId: string) => string | null;
  /** The node at the other end of the present link. */
  linkedWith: string | null;
}

/** Who is at the other end, proved. */
export interface ProvedPeer {
  nodeId: string;
  pairId: string | null;
  fingerprint: string;
}

/** The TLS connection under the link, as this end sees it. */
export interface Channel {
  /** Keying material of the connection, hex; `plain` without TLS. */
  binding: string;
  /** Fingerprint of the certificate that the other end showed to TLS; `null` where it shows none. */
  peerFingerprint: string | null;
}

/** One of the two does not want the other, and said why. */
export class Rejected extends Error {
  readonly reason: RejectReason;
  readonly by: 'self' | 'peer';

  constructor(reason: RejectReason, by: 'self' | 'peer') {
    super(reason);
    this.reason = reason;
    this.by = by;
  }
}

/** The Backup's side. Throws `Rejected`, or an error of the socket. */
export async function introduce(
  socket: MessageSocket,
  own: LinkCredentials,
  channel: Channel,
  timeoutMs: number,
): Promise<ProvedPeer> {
  const backup = greetingOf(own, 'Backup');
  socket.send({ type: 'greet', greeting: backup });
  const challenge = await expect(socket, 'challenge', timeoutMs);
  const transcript: Transcript = { backup, master: challenge.greeting, binding: channel.binding };
  const peer = checkGreeting(socket, own, challenge.greeting, 'Master');
  if (!isProof(challenge.proof, own.secret, transcript, 'Master')) reject(socket, 'wrongSecret');
  const shown = channel.peerFingerprint ?? peer.fingerprint;
  if (shown !== peer.fingerprint) reject(socket, 'certificateChanged');
  const proof = proofOf(own.secret, transcript, 'Backup');
  socket.send({ type: 'answer', proof, signature: signatureOf(own.certificate.key, transcript) });
  await expect(socket, 'welcome', timeoutMs);
  return peer;
}

/** The Master's side. Throws as `introduce`. */
export async function welcome(
  socket: MessageSocket,
  own: LinkCredentials,
  channel: Channel,
  timeoutMs: number,
): Promise<ProvedPeer> {
  const { greeting: backup } = await expect(socket, 'greet', timeoutMs);
  const peer = checkGreeting(socket, own, backup, 'Backup');
  const master = greetingOf(own, 'Master');
  const transcript: Transcript = { backup, master, binding: channel.binding };
  socket.send({ type: 'challenge', greeting: master, proof: proofOf(own.secret, transcript, 'Master') });
  const answer = await expect(socket, 'answer', timeoutMs);
  if (!isProof(answer.proof, own.secret, transcript, 'Backup')) reject(socket, 'wrongSecret');
  if (!isSignature(answer.signature, transcript)) reject(socket, 'certificateChanged');
  if (own.linkedWith !== null && own.linkedWith !== peer.nodeId) reject(socket, 'pairComplete');
  socket.send({ type: 'welcome' });
  return peer;
}

/** Tells the other end why, and ends the handshake. */
export function reject(socket: MessageSocket, reason: RejectReason): never {
  socket.send({ type: 'reject', reason });
  socket.close();
  throw new Rejected(reason, 'self');
}

function greetingOf({ nodeId, pairId, certificate }: LinkCredentials, role: 'Master' | 'Backup'): Greeting {
  const nonce = randomBytes(32).toString('base64url');
  return { protocol: linkProtocol, nodeId, role, pairId, nonce, certificate: certificate.cert };
}

function checkGreeting(
  socket: MessageSocket,
  own: LinkCredentials,
  other: Greeting,
  role: Greeting['role'],
): ProvedPeer {
  const { nodeId, pairId } = other;
  if (other.protocol !== linkProtocol) reject(socket, 'otherProtocol');
  if (nodeId === own.nodeId) reject(socket, 'sameNode');
  if (other.role !== role) reject(socket, 'sameRole');
  const backupIsNew = role === 'Backup' ? pairId === null : own.pairId === null;
  if (!backupIsNew && pairId !== own.pairId) reject(socket, 'otherPair');
  const fingerprint = fingerprintOf(other.certificate);
  if (fingerprint === null) reject(socket, 'nonsense');
  const pinned = own.pinned(nodeId);
  if (pinned !== null && pinned !== fingerprint) reject(socket, 'certificateChanged');
  return { nodeId, pairId, fingerprint };
}

type MessageOf<T extends HandshakeMessage['type']> = Extract<HandshakeMessage, { type: T }>;

async function expect<T extends HandshakeMessage['type']>(
  socket: MessageSocket,
  type: T,
  timeoutMs: number,
): Promise<MessageOf<T>> {
  const parsed = z.safeParse(handshakeMessage, await socket.next(timeoutMs).catch(nonsenseToNull));
  if (!parsed.success) reject(socket, 'nonsense');
  const message = parsed.data;
  if (message.type === 'reject') throw new Rejected(message.reason, 'peer');
  if (!isOf(message, type)) reject(socket, 'nonsense');
  return message;
}

/** What is no JSON fits no schema either; everything else is a trouble of the socket. */
function nonsenseToNull(error: unknown): null {
  if (error instanceof SyntaxError) return null;
  throw error;
}

function isOf<T extends HandshakeMessage['type']>(message: HandshakeMessage, type: T): message is MessageOf<T> {
  return message.type === type;
}
