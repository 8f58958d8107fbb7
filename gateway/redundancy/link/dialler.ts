import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { linkPath } from '#contract/link-frames';
import type { Logger } from '../../logging/logger.ts';
import { refusalSpacingMs } from '../loss.ts';
import { channelOf } from './channel.ts';
import { introduce, Rejected, type LinkCredentials, type ProvedPeer } from './handshake.ts';
import { isRefusal } from './knock.ts';
import { MessageSocket } from './message-socket.ts';

export interface DialTarget {
  host: string;
  port: number;
  tls: boolean;
}

export interface DiallerParts {
  target: () => DialTarget;
  credentials: () => LinkCredentials | null;
  /** How often to dial at least, ms. */
  periodMs: () => number;
  /** How long one attempt may take, ms: derived from the budget. */
  patienceMs: () => number;
  logger: Logger;
  connected: (socket: MessageSocket, peer: ProvedPeer, target: DialTarget) => void;
  refused: () => void;
  failed: (error: unknown) => void;
}

const mostAttempts = 3;
/** The first answers of a dying process may be a reset instead of a refusal. */
export const hastyRounds = 4;
export const longestMessage = 4_194_304;

/** The Backup's side: dials until it is linked, without back-off; a hanging attempt does not hold up the next one. */
export class Dialler {
  readonly #parts: DiallerParts;
  readonly #attempts = new Set<WebSocket>();
  #timer: NodeJS.Timeout | null = null;
  #running = false;

  constructor(parts: DiallerParts) {
    this.#parts = parts;
  }

  /** Dials now and a few times soon, so that two refusals tell of a dead process at once; then periodically. */
  start(): void {
    this.stop();
    this.#running = true;
    this.#round(0);
  }

  stop(): void {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const attempt of this.#attempts) attempt.terminate();
    this.#attempts.clear();
  }

  #round(number: number): void {
    const waitMs = number < hastyRounds ? refusalSpacingMs + 5 : this.#parts.periodMs();
    this.#timer = setTimeout(() => this.#round(number + 1), waitMs);
    this.#dial();
  }

  #dial(): void {
    const { target, credentials, patienceMs } = this.#parts;
    const own = credentials();
    const to = target();
    if (own === null || to.host === '' || this.#attempts.size >= mostAttempts) return;
    const url = `${to.tls ? 'wss' : 'ws'}://${bracketed(to.host)}:${to.port}${linkPath}`;
    const options = {
      rejectUnauthorized: false,
      perMessageDeflate: false,
      maxPayload: longestMessage,
      handshakeTimeout: patienceMs(),
    };
    const socket = new WebSocket(url, options);
    this.#attempts.add(socket);
    let carrier: Socket | null = null;
    socket.once('upgrade', (response) => (carrier = response.socket));
    socket.once('open', () => void this.#greet(socket, carrier, own, to));
    socket.once('error', (error) => this.#fail(socket, error));
  }

  async #greet(socket: WebSocket, carrier: Socket | null, own: LinkCredentials, to: DialTarget): Promise<void> {
    const messages = new MessageSocket(socket);
    try {
      if (carrier === null) throw new Error('the connection has no socket');
      const peer = await introduce(messages, own, channelOf(carrier), this.#parts.patienceMs());
      if (!this.#running || !this.#attempts.delete(socket)) return messages.destroy();
      this.stop();
      this.#parts.connected(messages, peer, to);
    } catch (error) {
      messages.close();
      this.#fail(socket, error);
    }
  }

  #fail(socket: WebSocket, error: unknown): void {
    if (!this.#attempts.delete(socket)) return;
    if (!(error instanceof Rejected)) socket.terminate();
    if (isRefusal(error)) this.#parts.refused();
    this.#parts.failed(error);
  }
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
