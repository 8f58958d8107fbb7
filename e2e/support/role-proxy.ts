import { readFileSync } from 'node:fs';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import type { Gateway } from './gateway.ts';

/**
 * The addresses of a page are led by it to the active node, as load balancers do that ask for the role; over TLS. While
 * nobody is active it gives no answer: of a refusal a browser's console would tell, for whatever was just asked.
 */
export class RoleProxy {
  readonly #gateways: readonly Gateway[];
  #server: Server | null = null;

  constructor(gateways: readonly Gateway[]) {
    this.#gateways = gateways;
  }

  /** With the certificate of the first gateway, which must have started once. */
  async start(port: number): Promise<void> {
    const directory = this.#gateways[0]?.options.dataDirectory ?? '';
    const [key, cert] = ['tls-key.pem', 'tls-cert.pem'].map((file) => readFileSync(join(directory, file)));
    const server = createServer({ key, cert }, (request, response) => void this.#pass(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, resolve));
  }

  async stop(): Promise<void> {
    const server = this.#server;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const port = await this.#activePort();
    if (port === null) {
      response.destroy();
      return;
    }
    const { method, url, headers } = request;
    const passed = ask({ host: 'localhost', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.once('error', () => response.destroy());
      answer.pipe(response);
    });
    passed.once('error', () => response.destroy());
    response.once('close', () => passed.destroy());
    request.pipe(passed);
  }

  async #activePort(): Promise<number | null> {
    for (const { address } of this.#gateways) {
      const role = await fetch(`${address}/system/role`, { signal: AbortSignal.timeout(500) }).catch(() => null);
      if (role?.status === 200) return Number(new URL(address).port);
    }
    return null;
  }
}
