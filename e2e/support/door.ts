import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where it stands or leads: a file, which any network stack of this computer can open, or a port. */
export type Place = { path: string } | { host: string; port: number };

/** Takes every connection, as it is, to another place. What an end does, a reset too, the other one learns. */
export class Door {
  readonly #at: Place;
  readonly #to: Place;
  readonly #open = new Set<Socket>();
  #server: Server | null = null;

  constructor(at: Place, to: Place) {
    this.#at = at;
    this.#to = to;
  }

  async start(): Promise<void> {
    const server = createServer((socket) => this.#join(socket, connect(this.#to)));
    this.#server = server;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#at, resolve));
  }

  async stop(): Promise<void> {
    const server = this.#server;
    const closed = new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  #join(...ends: [Socket, Socket]): void {
    for (const [end, other] of [ends, ends.toReversed()] as [Socket, Socket][]) {
      this.#open.add(end);
      end.pipe(other);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        this.#open.delete(end);
        other.destroySoon();
      });
    }
  }
}

/** A process of its own, `node door.ts DIRECTORY ADDRESS PORT…`: a door to each port, at a file of its name. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , directory = '', host = '', ...ports] = process.argv;
  for (const port of ports) await new Door({ path: join(directory, port) }, { host, port: Number(port) }).start();
}
