import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { linkPath } from '#contract/link-frames';
import type { Logger } from '../../logging/logger.ts';
import { refusalSpacingMs } from '../activity/loss.ts';
import { hostAndPort } from '../addresses.ts';
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
  refused: (target: DialTarget) => void;
  failed: (error: unknown) => void;
}

const mostAttempts = 5;
/** The first answers of a dying process may be a reset instead of a refusal. */
export const hastyRounds = 4;
export const longestMessage = 4_194_304;

/** The Backup's side: dials until it is linked, without back-off; attempts that hang do not hold up the next one. */
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

  /** Dials again after a period: the last connection came to nothing, but something was there. */
  resume(): void {
    this.stop();
    this.#running = true;
    this.#timer = setTimeout(() => this.#round(hastyRounds), this.#parts.periodMs());
  }

  stop(): void {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const attempt of this.#attempts) attempt.terminate();
    this.#attempts.clear();
  }

  #round(number: number): void {
    const isHasty = number < hastyRounds;
    this.#timer = setTimeout(() => this.#round(number + 1), isHasty ? refusalSpacingMs + 5 : this.#parts.periodMs());
    if (!isHasty || this.#attempts.size === 0) this.#dial();
  }

  #dial(): void {
    const { target, credentials, patienceMs } = this.#parts;
    const own = credentials();
    const to = target();
    if (own === null || to.host === '') return;
    const url = `${to.tls ? 'wss' : 'ws'}://${hostAndPort(to.host, to.port)}${linkPath}`;
    if (!URL.canParse(url)) return this.#parts.failed(new Error(`${to.host} is no host name`));
    this.#makeRoom();
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
    socket.once('error', (error) => this.#fail(socket, to, error));
  }

  #makeRoom(): void {
    const [oldest] = this.#attempts;
    if (oldest === undefined || this.#attempts.size < mostAttempts) return;
    this.#attempts.delete(oldest);
    oldest.terminate();
    this.#parts.failed(new Error('no answer'));
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
      this.#fail(socket, to, error);
    }
  }

  #fail(socket: WebSocket, to: DialTarget, error: unknown): void {
    if (!this.#attempts.delete(socket)) return;
    if (!(error instanceof Rejected)) socket.terminate();
    if (isRefusal(error)) this.#parts.refused(to);
    this.#parts.failed(error);
  }
}
