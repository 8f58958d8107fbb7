import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Gateway } from './gateway.ts';
import type { Pair } from './pair.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A page looks from its old address whether it is served at the new one: by the library that lies beside it. */
const readable = ({ url }: IncomingMessage) => (url === '/failover.js' ? { 'Access-Control-Allow-Origin': '*' } : {});

/** A web server of somebody else. Without `start` nothing listens. */
export class WebServer {
  readonly address: string;
  readonly #port: number;
  readonly #answer: Answer;
  #server: Server | null = null;

  constructor(port: number, answer: Answer, hostName = 'localhost') {
    this.#port = port;
    this.#answer = answer;
    this.address = `http://${hostName}:${port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, resolve));
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  }
}

/**
 * What the page of a plant needs to know to follow: what an administrator writes into it once. `shared`: addresses that
 * are listed for both nodes by mistake.
 */
export async function scriptTag(
  pair: Pair,
  pageOf: (gateway: Gateway) => string | null,
  shared: readonly string[] = [],
): Promise<string> {
  const nodes = await Promise.all(
    pair.gateways.map(async (gateway) => {
      const page = pageOf(gateway);
      const nodeId = (await gateway.status())?.understudy?.nodeId ?? '';
      const more = [`name=${gateway.options.name}`, ...(page === null ? [] : [`page=${page}`])];
      return [nodeId, ...shared, gateway.address, ...more];
    }),
  );
  const pairId = (await pair.master.status())?.understudy?.pairId ?? '';
  const listed = nodes.map((words) => words.join(' ')).join(', ');
  return `<script src="SOURCE/failover.js" data-pair="${pairId}" data-nodes="${listed}"></script>`;
}

/** A page that knows nothing of gateways but one tag; it has a note that may be typed and is not saved by itself. */
export function plantPage(tag: string, beside: Gateway): Answer {
  const html = `<!doctype html><html lang="en"><head><title>Plant</title>
    ${tag.replace('SOURCE', beside.address)}
    <script>
      addEventListener('understudy:leave', (event) => note.value && event.preventDefault());
      addEventListener('understudy:adopt', () => (adopted.textContent += ' adopted'));
    </script></head>
    <body><h1>Beside ${beside.options.name}</h1>
    <label>Note <input id="note"></label><p id="adopted"></p></body>
    </html>`;
  return (request, response) => {
    if (request.url === '/favicon.ico') response.writeHead(204).end();
    else {
      const headers = { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', ...readable(request) };
      response.writeHead(200, headers).end(html);
    }
  };
}

/** A reverse proxy that follows the role endpoint, as load balancers do: a request goes to the active node's page. */
export function followRole(targets: readonly { gateway: Gateway; page: string }[]): Answer {
  return async (request, response) => {
    for (const { gateway, page } of targets) {
      const role = await fetch(`${gateway.address}/system/role`).catch(() => null);
      if (role?.status !== 200) continue;
      const answer = await fetch(page + (request.url ?? '/'));
      const headers = { 'Content-Type': answer.headers.get('content-type') ?? 'text/plain', ...readable(request) };
      response.writeHead(answer.status, headers);
      response.end(await answer.text());
      return;
    }
    response.writeHead(503).end('Nobody is active');
  };
}
