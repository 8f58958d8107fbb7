import { envelope, type LinkFrame } from '#contract/link-frames';
import type { ProvedPeer } from './handshake.ts';
import type { MessageSocket } from './message-socket.ts';
import { quickParser } from './quick-parser.ts';

const parse = quickParser(envelope);

export type Hello = Extract<LinkFrame, { type: 'hello' }>;

export interface ConnectionParts {
  socket: MessageSocket;
  peer: ProvedPeer;
  host: string;
  /** How the other end is called in the log: `host:port` where it was dialled. */
  address: string;
  /** The Backup speaks first. */
  speaksFirst: boolean;
  /** TLS: secrets may be sent. */
  confidential: boolean;
  /** Made when it is sent, so that it says what is true then. */
  hello: () => Hello;
}

export interface ConnectionEvents {
  /** Both ends have accepted each other's hello. */
  up: (connection: LinkConnection, hello: Hello) => void;
  frame: (frame: LinkFrame) => void;
  /** Once, whoever ended it; not after `drop`. */
  down: (connection: LinkConnection, detail: string) => void;
}

/** One proved connection: hello, hello, accepted, and then frames that are counted. */
export class LinkConnection {
  readonly peer: ProvedPeer;
  /** Of the other end. */
  readonly host: string;
  readonly address: string;
  readonly confidential: boolean;
  readonly #parts: ConnectionParts;
  readonly #events: ConnectionEvents;
  #sent = 0;
  #received = 0;
  #hello: Hello | null = null;
  #isUp = false;
  #ended = false;

  constructor(parts: ConnectionParts, events: ConnectionEvents) {
    this.peer = parts.peer;
    this.host = parts.host;
    this.address = parts.address;
    this.confidential = parts.confidential;
    this.#parts = parts;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  start(): void {
    if (this.#parts.speaksFirst) this.#send(this.#parts.hello());
    this.#parts.socket.stream(
      (text) => this.#take(text),
      (detail) => this.#end(detail),
    );
  }

  /** Nothing is sent before the link is up. How many characters were. */
  send(frame: LinkFrame): number {
    return this.#isUp ? this.#send(frame) : 0;
  }

  /** Destroys the connection; what was not read yet does not count. */
  drop(): void {
    this.#ended = true;
    this.#parts.socket.destroy();
  }

  /** Ends the connection after what was sent. */
  close(): void {
    this.#ended = true;
    this.#parts.socket.close();
  }

  /** As `drop`, and says why. */
  fail(detail: string): void {
    this.#parts.socket.destroy();
    this.#end(detail);
  }

  #send(frame: LinkFrame): number {
    this.#sent += 1;
    return this.#parts.socket.send({ count: this.#sent, frame });
  }

  #take(text: string): void {
    if (this.#ended) return;
    const frame = this.#parse(text);
    if (frame === null) return this.fail('the peer sent a frame that cannot be read');
    if (this.#isUp)
      return frame.type === 'hello' ? this.fail('the peer sent a second hello') : this.#events.frame(frame);
    this.#greet(frame);
  }

  #greet(frame: LinkFrame): void {
    if (frame.type === 'hello' && this.#hello === null && frame.card.nodeId === this.peer.nodeId) {
      this.#hello = frame;
      if (!this.#parts.speaksFirst) return void this.#send(this.#parts.hello());
      this.#send({ type: 'accepted' });
      return this.#open(frame);
    }
    if (frame.type === 'accepted' && this.#hello !== null && !this.#parts.speaksFirst) return this.#open(this.#hello);
    this.fail(`the peer sent ${frame.type} before the hello`);
  }

  #open(hello: Hello): void {
    this.#isUp = true;
    this.#events.up(this, hello);
  }

  #parse(text: string): LinkFrame | null {
    this.#received += 1;
    try {
      const parsed = parse(JSON.parse(text));
      return parsed?.count === this.#received ? parsed.frame : null;
    } catch {
      return null;
    }
  }

  #end(detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.down(this, detail);
  }
}
