import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Channel } from './handshake.ts';

const exporterLabel = 'EXPORTER-understudy-link';

/** What TLS says of a connection; both ends export the same keying material, and nobody between them can. */
export function channelOf(socket: Socket): Channel {
  if (!(socket instanceof TLSSocket)) return { binding: 'plain', peerFingerprint: null };
  const binding = socket.exportKeyingMaterial(32, exporterLabel, Buffer.alloc(0)).toString('hex');
  const certificate = socket.getPeerCertificate();
  return { binding, peerFingerprint: certificate?.fingerprint256 ?? null };
}
