import { createServer, type RequestListener } from 'node:http';
import { createServer as createPlainServer, type Server } from 'node:net';
import { testedAddress } from '#contract/test-address';
import { problemIn, useGateway } from './http.testing.ts';

const url = '/data/api/v1/networking/test-address';

describe('The test of a public address over HTTP', () => {
  const { gateway } = useGateway();
  const servers: { close: () => unknown }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('[N3] names the node of the pair that answers there, and what it does', async () => {
    const asked: string[] = [];
    const address = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(beatOf('node-a'));
    });
    expect(await test(address)).toEqual({ found: 'node', nodeId: 'node-a', runningState: 'Standby' });
    expect(asked).toEqual(['GET /system/heartbeat']);
  });

  it('[N3] takes the scheme of the page where the address has none', async () => {
    const address = await serve((_request, response) => response.end(beatOf('node-a')));
    expect((await test(address.replace('http://', ''))).found).toBe('node');
    expect((await test(address.replace('http://', ''), 'https')).found).toBe('noAnswer');
  });

  it('[N3] tells a gateway of another pair from one of this pair, and passes nothing on of it', async () => {
    for (const beat of [beatOf('node-x'), beatOf('node-a', 'other pair')]) {
      const address = await serve((_request, response) => response.end(beat));
      expect(await test(address)).toEqual({ found: 'stranger' });
    }
  });

  it('[N3] passes nothing on of what is no gateway', async () => {
    const secret = await serve((_request, response) => response.end('{"password": "of another program"}'));
    const answer = await gateway().ask('POST', url, { body: { address: secret, scheme: 'http' } });
    expect(answer.json()).toEqual({ found: 'somethingElse' });
  });

  it('[N3] is not led on by a redirect', async () => {
    let led = false;
    const target = await serve((_request, response) => {
      led = true;
      response.end(beatOf('node-a'));
    });
    const address = await serve((_request, response) => {
      response.writeHead(302, { Location: `${target}/system/heartbeat` }).end();
    });
    expect((await test(address)).found).toBe('somethingElse');
    expect(led).toBeFalse();
  });

  it('[N3] stops to read an answer that does not end', async () => {
    let ended = false;
    const address = await serve((_request, response) => {
      const more = () => void (response.destroyed || (response.write(' '.repeat(1024)), setImmediate(more)));
      response.once('close', () => (ended = true));
      more();
    });
    expect((await test(address)).found).toBe('somethingElse');
    expect(await soon(() => ended)).toBeTrue();
  });

  it('[N3] does not wait for ever for who is silent', async () => {
    const address = await serve(() => undefined);
    expect((await test(address)).found).toBe('noAnswer');
  });

  it('[N3] tells a name that leads nowhere from an address where nobody answers', async () => {
    expect((await test('no-such-name.invalid')).found).toBe('unknownName');
    expect((await test(await closedAddress())).found).toBe('noAnswer');
  });

  it('[N3] refuses what is no plain address, so that nothing but the heartbeat can be asked for', async () => {
    for (const address of ['', 'ftp://a', 'http://a/path', 'http://user@a', 'a?b', 'file:///etc/passwd', 'a:99999']) {
      const refused = problemIn(await gateway().ask('POST', url, { body: { address, scheme: 'http' } }));
      expect([address, refused.status, refused.errors?.[0]?.pointer]).toEqual([address, 400, '/address']);
    }
  });

  it('[N3] is for administrators only', async () => {
    const body = { address: '127.0.0.1:9', scheme: 'http' };
    const viewer = { 'x-ignition-api-token': 'viewer-token-0123' };
    expect((await gateway().askAs(viewer, 'POST', url, { body })).statusCode).toBe(403);
    expect((await gateway().askAs({}, 'POST', url, { body })).statusCode).toBe(401);
  });

  it('[N3] is too slow to look for open ports with, and is in the audit', async () => {
    const address = await closedAddress();
    for (let count = 0; count < 20; count++) await test(address);
    const refused = await gateway().ask('POST', url, { body: { address, scheme: 'http' } });
    expect(problemIn(refused).code).toBe('throttled');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    gateway().clock.advance(60_000);
    expect((await test(address)).found).toBe('noAnswer');
    const audit = await gateway().ask('GET', '/data/api/v1/audit?limit=1');
    expect(audit.body).toContain('"operation":"testAddress"');
  });

  it('[N3] finds a gateway under a name that it was not told yet', async () => {
    const answer = await gateway().askAs({}, 'GET', '/system/heartbeat', { headers: { host: 'new.example' } });
    expect(answer.statusCode).toBe(200);
  });

  async function test(address: string, scheme = 'http') {
    const answer = await gateway().ask('POST', url, { body: { address, scheme } });
    return testedAddress.parse(answer.json());
  }

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push({ close: () => (server.closeAllConnections(), server.close()) });
    return `http://127.0.0.1:${await listening(server)}`;
  }
});

function beatOf(nodeId: string, pairId = 'pair'): string {
  return JSON.stringify({ nodeId, pairId, runningState: 'Standby', epoch: null, publicAddress: null });
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closedAddress(): Promise<string> {
  const server = createPlainServer();
  const port = await listening(server);
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

async function soon(holds: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 10_000 && !holds(); turn++) await new Promise(setImmediate);
  return holds();
}
