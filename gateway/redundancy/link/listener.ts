import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { linkPath } from '#contract/link-frames';
import { plainHost } from '../addresses.ts';
import { channelOf } from './channel.ts';
import { longestMessage } from './dialler.ts';
import { reject, welcome, type LinkCredentials, type ProvedPeer } from './handshake.ts';
import { MessageSocket } from './message-socket.ts';

export interface ListenerParts {
  servers: () => readonly Server[];
  /** `null`: this node does not take links. */
  credentials: () => LinkCredentials | null;
  /** A link without TLS is taken only where an administrator chose that. */
  plainAllowed: () => boolean;
  patienceMs: () => number;
  connected: (socket: MessageSocket, peer: ProvedPeer, host: string, tls: boolean) => void;
  failed: (error: unknown, host: string) => void;
}

/** Connections that have not proved themselves yet; where there are more, the oldest makes room for the newest. */
const mostStrangers = 8;

/** The Master's side: takes upgrades at the link's path on the ordinary ports, and destroys every other upgrade. */
export class Listener {
  readonly #parts: ListenerParts;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: longestMessage });
  readonly #take = (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head);
  readonly #strangers = new Set<Duplex>();

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  start(): void {
    for (const server of this.#parts.servers()) server.on('upgrade', this.#take);
  }

  stop(): void {
    for (const server of this.#parts.servers()) server.off('upgrade', this.#take);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?', 1)[0];
    if (path !== linkPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const [oldest] = this.#strangers;
    if (this.#strangers.size >= mostStrangers) oldest?.destroy();
    this.#strangers.add(socket);
    const settle = () => this.#strangers.delete(socket);
    socket.once('close', settle);
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      void this.#greet(opened, request.socket).finally(settle);
    });
  }

  async #greet(opened: WebSocket, carrier: Socket): Promise<void> {
    const messages = new MessageSocket(opened);
    const host = plainHost(carrier.remoteAddress ?? 'unknown');
    try {
      const own = this.#parts.credentials();
      if (own === null) reject(messages, 'sameRole');
      const channel = channelOf(carrier);
      const tls = channel.binding !== 'plain';
      if (!tls && !this.#parts.plainAllowed()) reject(messages, 'plainNotAllowed');
      const peer = await welcome(messages, own, { ...channel, peerFingerprint: null }, this.#parts.patienceMs());
      this.#parts.connected(messages, peer, host, tls);
    } catch (error) {
      messages.close();
      this.#parts.failed(error, host);
    }
  }
}
