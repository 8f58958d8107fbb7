import { createHmac, createPrivateKey, sign, timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import type { Greeting } from '#contract/link-frames';

/** Both greetings and the connection that they were said on; equal on both ends, or nothing fits. */
export interface Transcript {
  backup: Greeting;
  master: Greeting;
  /** Keying material that only the two ends of this TLS connection can export, hex; `plain` without TLS. */
  binding: string;
}

function textOf(transcript: Transcript, speaker: 'Master' | 'Backup'): string {
  const fields = ({ protocol, nodeId, role, pairId, nonce, certificate }: Greeting) => [
    protocol,
    nodeId,
    role,
    pairId,
    nonce,
    certificate,
  ];
  const { backup, master, binding } = transcript;
  return JSON.stringify(['understudy link', speaker, binding, fields(backup), fields(master)]);
}

/** Shows that the speaker knows the pairing secret, on this connection and no other. */
export function proofOf(secret: string, transcript: Transcript, speaker: 'Master' | 'Backup'): string {
  return createHmac('sha256', secret).update(textOf(transcript, speaker)).digest('base64url');
}

export function isProof(given: string, secret: string, transcript: Transcript, speaker: 'Master' | 'Backup'): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(proofOf(secret, transcript, speaker))];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Shows that the Backup holds the key of the certificate in its greeting. */
export function signatureOf(keyPem: string, transcript: Transcript): string {
  return sign('sha256', Buffer.from(textOf(transcript, 'Backup')), createPrivateKey(keyPem)).toString('base64url');
}

export function isSignature(given: string, transcript: Transcript): boolean {
  try {
    const { publicKey } = new X509Certificate(transcript.backup.certificate);
    const text = Buffer.from(textOf(transcript, 'Backup'));
    return verify('sha256', text, publicKey, Buffer.from(given, 'base64url'));
  } catch {
    return false;
  }
}

/** SHA-256 of a certificate in PEM, as `AB:CD:…`; `null` if it is none. */
export function fingerprintOf(certificate: string): string | null {
  try {
    return new X509Certificate(certificate).fingerprint256;
  } catch {
    return null;
  }
}
