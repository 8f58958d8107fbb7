import type { WebSocket } from 'ws';

/** Longest message of the handshake, when nobody knows yet who is speaking; characters. */
const longestHandshakeMessage = 16_000;

/** A WebSocket that is first asked for one message at a time, and then streams. Nothing in between is lost. */
export class MessageSocket {
  readonly #socket: WebSocket;
  #waiting: string[] = [];
  #closed: string | null = null;
  #wake: () => void = () => undefined;
  #handler: ((text: string) => void) | null = null;
  #onClose: ((detail: string) => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => this.#take(isBinary ? '' : data.toString('utf8')));
    socket.on('close', (code, reason) => this.#end(reason.toString() || `closed with code ${code}`));
    socket.on('error', (error) => this.#end(error.message));
  }

  /** The next message, parsed as JSON. Throws when none comes in time, when it is none, or when the socket closes. */
  async next(timeoutMs: number): Promise<unknown> {
    if (this.#waiting.length === 0 && this.#closed === null) await this.#wait(timeoutMs);
    const text = this.#waiting.shift();
    if (text === undefined) throw new Error(this.#closed ?? 'the other end says nothing');
    if (text.length > longestHandshakeMessage) throw new Error('a message of the handshake is too long');
    return JSON.parse(text) as unknown;
  }

  /** From now on every message goes to the handler, those that wait first. */
  stream(handler: (text: string) => void, onClose: (detail: string) => void): void {
    this.#handler = handler;
    this.#onClose = onClose;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const text of waiting) handler(text);
    if (this.#closed !== null) onClose(this.#closed);
  }

  /** How many characters were handed over. */
  send(message: unknown): number {
    if (this.#socket.readyState !== this.#socket.OPEN) return 0;
    const text = JSON.stringify(message);
    this.#socket.send(text);
    return text.length;
  }

  /** Says goodbye on the level of the protocol; what was sent before arrives. */
  close(): void {
    this.#socket.close();
  }

  /** Ends it here and now; what arrives later is not handled. */
  destroy(): void {
    this.#handler = null;
    this.#onClose = null;
    this.#waiting = [];
    this.#closed ??= 'given up';
    this.#socket.terminate();
  }

  #take(text: string): void {
    if (this.#handler !== null) return this.#handler(text);
    if (this.#closed !== null) return;
    this.#waiting.push(text);
    this.#wake();
  }

  #end(detail: string): void {
    if (this.#closed !== null) return;
    this.#closed = detail;
    this.#wake();
    this.#onClose?.(detail);
  }

  #wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
