import { createServer, request as ask, type Server } from 'node:http';
import { hostname } from 'node:os';
import { freePorts } from './support/free-ports.ts';
import type { Gateway } from './support/gateway.ts';
import { OperatorPage, overview } from './support/operator-page.ts';
import { networkAddress } from './support/pair.ts';
import { setPublicAddress } from './support/public-address.ts';
import { expect, test as base } from './support/test.ts';

const test = base.extend<{ front: LateProxy }>({
  front: async ({ pair, consoleWatch }, use) => {
    const [port = 0] = await freePorts(1);
    const proxy = new LateProxy(port, pair.master);
    await proxy.start();
    consoleWatch.expectDown(proxy.address);
    consoleWatch.expectRefusal(`${proxy.address}/failover.js`, 503);
    for (const { options } of pair.gateways) {
      for (const host of ['localhost', '127.0.0.1', hostname(), networkAddress()]) {
        consoleWatch.expectDown(`http://${host}:${options.httpPort}`);
      }
    }
    await use(proxy);
    consoleWatch.stop();
    await proxy.stop();
  },
});

test.use({ pairOptions: { flags: ['--sample-project'] } });

test('[P2] a page waits for a load balancer that learns later than it that the other node does the work', async ({
  pair,
  page,
  front,
}) => {
  for (const gateway of pair.gateways) await setPublicAddress(gateway, front.address);
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  await pair.master.kill();
  await expect.poll(() => front.refused).toBeGreaterThan(3);
  await expect(page).toHaveURL(pair.master.address + overview);
  front.leadsTo = pair.backup;
  await expect(page).toHaveURL(front.address + overview);
  await operator.isLiveFrom('B');
  await expect(operator.notice).toContainText('Moved from A to B');
});

test('[P2] a page goes to the node itself where nothing is served at its public address', async ({
  pair,
  page,
  front,
}) => {
  for (const gateway of pair.gateways) await setPublicAddress(gateway, front.address);
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  await Promise.all([pair.master.kill(), front.stop()]);
  await expect(page).toHaveURL((url) => url.port === String(pair.backup.options.httpPort), { timeout: 20_000 });
  await operator.isLiveFrom('B');
});

/** A load balancer that knows who is active when it is told so; until then it answers 503, as HAProxy does. */
class LateProxy {
  readonly address: string;
  leadsTo: Gateway;
  refused = 0;
  readonly #port: number;
  readonly #server: Server;

  constructor(port: number, leadsTo: Gateway) {
    this.#port = port;
    this.address = `http://localhost:${port}`;
    this.leadsTo = leadsTo;
    this.#server = createServer((request, response) => {
      const { method, url, headers } = request;
      const passed = ask({ host: 'localhost', port: this.leadsTo.options.httpPort, method, path: url, headers });
      passed.once('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.once('error', () => response.destroy());
        answer.pipe(response);
      });
      passed.once('error', () => {
        this.refused += 1;
        if (response.headersSent) response.destroy();
        // Readable, so that the browser's console has the refusal alone; HAProxy's own is not, which says no more.
        else response.writeHead(503, { 'Access-Control-Allow-Origin': '*' }).end('503 Service Unavailable');
      });
      response.once('close', () => passed.destroy());
      request.pipe(passed);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => (this.#server.listening ? this.#server.close(() => resolve()) : resolve()));
  }
}
