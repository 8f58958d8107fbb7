import type { Server } from 'node:http';
import type { LinkFrame } from '#contract/link-frames';
import type { LossReason } from '#contract/redundancy-status';
import type { Role } from '#contract/roles';
import type { Logger } from '../../logging/logger.ts';
import { hostAndPort } from '../addresses.ts';
import { Dialler, type DialTarget } from './dialler.ts';
import { Rejected, type LinkCredentials, type ProvedPeer } from './handshake.ts';
import { Knocker } from './knocker.ts';
import { LinkConnection, type Hello } from './link-connection.ts';
import { Listener } from './listener.ts';
import type { MessageSocket } from './message-socket.ts';
import { rejectSentences } from './reject-sentences.ts';

export interface LinkParts {
  role: Exclude<Role, 'Independent'>;
  servers: () => readonly Server[];
  target: () => DialTarget;
  /** `null`: there is no pairing secret. */
  credentials: () => LinkCredentials | null;
  /** The peer is proved: what is kept of it is on disk when this returns, or it throws and there is no link. */
  keepPeer: (peer: ProvedPeer) => void;
  hello: () => Hello;
  periodMs: () => number;
  patienceMs: () => number;
  logger: Logger;
}

export interface LinkEvents {
  up: (hello: Hello, connection: LinkConnection) => void;
  frame: (frame: LinkFrame) => void;
  down: (because: LossReason, detail: string) => void;
  refused: () => void;
  /** No link opens, in words. */
  failed: (because: LossReason, detail: string) => void;
}

/** How many are remembered, so that strangers do not fill the memory. */
const mostAddresses = 100;

/** The one connection between the two nodes: opened by the Backup, proved, and opened again when it is lost. */
export class Link {
  readonly #parts: LinkParts;
  readonly #events: LinkEvents;
  readonly #dialler: Dialler | null;
  readonly #listener: Listener;
  readonly #knocker: Knocker;
  #connection: LinkConnection | null = null;
  #running = false;
  /** By address: what was said last. */
  readonly #failures = new Map<string, string>();
  /** Where the last link was dialled: only there a refusal tells of the peer. */
  #lastAddress: string | null = null;

  constructor(parts: LinkParts, events: LinkEvents) {
    this.#parts = parts;
    this.#events = events;
    const { role, logger, periodMs, patienceMs, credentials, target } = parts;
    const failed = (error: unknown, address: string) => this.#failed(error, address);
    this.#knocker = new Knocker({ periodMs, refused: () => events.refused() });
    this.#listener = new Listener({
      servers: parts.servers,
      credentials: () => (role === 'Master' ? credentials() : null),
      plainAllowed: () => !target().tls,
      patienceMs,
      connected: (socket, peer, host, tls) => this.#connected(socket, peer, { host, address: host }, tls),
      failed,
    });
    const connected = (socket: MessageSocket, peer: ProvedPeer, to: DialTarget) =>
      this.#connected(socket, peer, { host: to.host, address: addressOf(to) }, to.tls);
    const refused = (to: DialTarget) => addressOf(to) === this.#lastAddress && events.refused();
    const dial = { target, credentials, periodMs, patienceMs, logger, connected, refused };
    this.#dialler =
      role === 'Backup' ? new Dialler({ ...dial, failed: (error) => failed(error, addressOf(target())) }) : null;
  }

  /** Answers upgrades at once, so that a peer that comes early is not turned away with an unclear error. */
  start(): void {
    this.#running = true;
    this.#listener.start();
    this.#dialler?.start();
  }

  /** Ends the connection after what was sent, and opens none any more. */
  stop(): void {
    this.#running = false;
    this.#listener.stop();
    this.#dialler?.stop();
    this.#knocker.stop();
    this.#connection?.close();
    this.#connection = null;
  }

  /** How many characters were handed over; none while there is no link. */
  send(frame: LinkFrame): number {
    return this.#connection?.send(frame) ?? 0;
  }

  /** Gives the connection up; `down` is not called for it. */
  drop(): void {
    this.#connection?.drop();
    this.#lost();
  }

  /** The settings of the link changed: it is opened anew. */
  redial(): void {
    const connection = this.#connection;
    if (connection === null) return this.#dialler?.start();
    connection.drop();
    this.#down(connection, 'the settings of the link were changed');
  }

  /** Where the Backup can be knocked at. */
  learnDoor(host: string, port: number): void {
    void this.#knocker.learn(host, port);
  }

  #connected(socket: MessageSocket, peer: ProvedPeer, at: { host: string; address: string }, tls: boolean): void {
    if (!this.#running) return socket.destroy();
    try {
      this.#parts.keepPeer(peer);
    } catch (error) {
      socket.destroy();
      this.#failed(error, at.address);
      this.#dialler?.resume();
      return;
    }
    const speaksFirst = this.#parts.role === 'Backup';
    const { hello } = this.#parts;
    const connection = new LinkConnection(
      { socket, peer, ...at, speaksFirst, confidential: tls, hello },
      {
        up: (opened, peerHello) => this.#up(opened, peerHello),
        frame: (frame) => this.#take(connection, frame),
        down: (ended, detail) => this.#down(ended, detail),
      },
    );
    this.#watch(connection);
    connection.start();
  }

  /** A connection that is proved but never says hello does not hold up the next one. */
  #watch(connection: LinkConnection): void {
    setTimeout(() => {
      if (!connection.isUp) connection.fail('no hello in time');
    }, this.#parts.patienceMs()).unref();
  }

  #up(connection: LinkConnection, hello: Hello): void {
    if (!this.#running) return connection.drop();
    if (this.#connection !== null) {
      this.#connection.drop();
      this.#events.down('closed', 'the peer opened a new link');
    }
    this.#connection = connection;
    this.#failures.clear();
    this.#lastAddress = connection.address;
    this.#knocker.stop();
    this.#parts.logger.info(`Linked with ${hello.card.name} at ${connection.address}`);
    this.#events.up(hello, connection);
  }

  /** Nothing that a peer sends ends this process. */
  #take(connection: LinkConnection, frame: LinkFrame): void {
    if (this.#connection !== connection) return;
    try {
      this.#events.frame(frame);
    } catch (error) {
      this.#parts.logger.error(`A defect in handling the frame "${frame.type}"`, error);
      connection.fail(`the frame "${frame.type}" could not be handled`);
    }
  }

  #down(connection: LinkConnection, detail: string): void {
    if (this.#connection !== connection) return this.#cameToNothing(connection, detail);
    this.#parts.logger.warn(`The link is lost: ${detail}`);
    this.#events.down('closed', detail);
    this.#lost();
  }

  #cameToNothing(connection: LinkConnection, detail: string): void {
    if (this.#connection !== null || !this.#running) return;
    this.#failed(new Error(detail), connection.address);
    this.#dialler?.resume();
  }

  #lost(): void {
    this.#connection = null;
    if (!this.#running) return;
    if (this.#dialler === null) this.#knocker.start();
    else this.#dialler.start();
  }

  /** Said once, not at every attempt. */
  #failed(error: unknown, address: string): void {
    const detail = error instanceof Rejected ? rejectSentences[error.reason] : wordsOf(error);
    const because: LossReason = error instanceof Rejected ? 'rejected' : refusedOrNot(error);
    this.#events.failed(because, detail);
    const failure = `No link with ${address}: ${detail}`;
    if (this.#failures.get(address) === detail) return this.#parts.logger.debug(failure);
    if (this.#failures.size >= mostAddresses) this.#failures.clear();
    this.#failures.set(address, detail);
    this.#parts.logger.warn(failure);
  }
}

function addressOf({ host, port }: DialTarget): string {
  return hostAndPort(host, port);
}

function refusedOrNot(error: unknown): LossReason {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable';
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const status = /^Unexpected server response: (\d+)$/.exec(error.message)?.[1];
  if (status !== undefined) return `what answers there is no gateway that takes the link (HTTP ${status})`;
  return error.message !== '' ? error.message : 'code' in error ? String(error.code) : error.name;
}
