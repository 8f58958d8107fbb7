import { connect, createServer, type Server, type Socket } from 'node:net';

/** What no longer comes through: what the Backup sends to the Master, what it receives from it, or both. */
export type Cut = 'toMaster' | 'toBackup' | 'both';

/** One connection through the proxy; without a `master` it leads nowhere. */
interface Connection {
  backup: Socket;
  master: Socket | null;
}

/**
 * A TCP proxy in front of the Master's link port. Cut, it keeps every socket open and lets nothing through, like a
 * network that drops packets: neither side is told. Healed, it delivers late what was sent meanwhile, as TCP does.
 */
export class CutProxy {
  readonly port: number;
  readonly #target: number;
  readonly #connections = new Set<Connection>();
  #server: Server | null = null;
  #cut: Cut | null = null;
  #bytesPerMs = Infinity;

  constructor(port: number, target: number) {
    this.port = port;
    this.#target = target;
  }

  /** Listens; after `refuse()` again. */
  async start(): Promise<void> {
    const server = createServer((backup) => this.#connected(backup));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, 'localhost', resolve);
    });
  }

  /** Lets nothing through from now on. New connections are accepted and lead nowhere. */
  cut(cut: Cut = 'both'): void {
    this.#cut = cut;
    for (const { backup, master } of this.#connections) {
      if (cut !== 'toBackup') backup.pause();
      if (cut !== 'toMaster') master?.pause();
    }
  }

  /** What the Master sends arrives no faster than that from now on. */
  throttle(bytesPerSec: number): void {
    this.#bytesPerMs = bytesPerSec / 1000;
  }

  heal(): void {
    this.#cut = null;
    for (const { backup, master } of this.#connections) {
      // One end is gone, or the other was never reached: now it can be told.
      if (master === null || master.destroyed) backup.resetAndDestroy();
      else if (backup.destroyed) master.resetAndDestroy();
      backup.resume();
      master?.resume();
    }
  }

  /** Nobody listens any more and every connection is reset: what a process leaves that died. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
    for (const { backup, master } of this.#connections) {
      backup.resetAndDestroy();
      master?.resetAndDestroy();
    }
    await closed;
  }

  async stop(): Promise<void> {
    await this.refuse();
  }

  #connected(backup: Socket): void {
    const master = this.#cut === null ? connect(this.#target, 'localhost') : null;
    const connection = { backup, master };
    this.#connections.add(connection);
    backup.on('error', () => undefined);
    backup.on('close', () => this.#closed(connection));
    if (master === null) return;
    master.on('error', () => undefined);
    master.on('close', () => this.#closed(connection));
    backup.on('data', (bytes) => master.write(bytes));
    master.on('data', (bytes) => {
      backup.write(bytes);
      this.#slow(master, bytes.length);
    });
  }

  #slow(master: Socket, bytes: number): void {
    if (this.#bytesPerMs === Infinity) return;
    master.pause();
    setTimeout(() => {
      if (this.#cut === null || this.#cut === 'toMaster') master.resume();
    }, bytes / this.#bytesPerMs);
  }

  /** What one end did, the other end learns, unless the way there is cut. */
  #closed(connection: Connection): void {
    const { backup, master } = connection;
    if (backup.destroyed && this.#cut !== 'toMaster' && this.#cut !== 'both') master?.resetAndDestroy();
    if (master?.destroyed === true && this.#cut !== 'toBackup' && this.#cut !== 'both') backup.resetAndDestroy();
    if (backup.destroyed && master?.destroyed !== false) this.#connections.delete(connection);
  }
}
