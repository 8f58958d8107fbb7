import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ensureCertificate } from '../security/certificate.ts';
import { linkPath } from '#contract/link-frames';
import { problem } from '#contract/problem';
import { useGateway, writeConsole } from './http.testing.ts';
import { HttpServer, PortInUseError } from './server.ts';

describe('The gateway on its two ports', () => {
  const { gateway, path } = useGateway();
  const host = '127.0.0.1';
  let certificate: { key: string; cert: string };
  let server: HttpServer;
  beforeEach(async () => {
    certificate = await ensureCertificate({ directory: path(), hostName: 'scada-a', addresses: [], now: Date.now });
    server = serverOn(0, 0);
    await server.listen();
  });
  afterEach(() => server.close());

  it('answers over HTTP and over HTTPS', async () => {
    const { http: plainPort, https: securePort } = server.ports();
    expect((await get(http.get({ host, port: plainPort, path: '/system/StatusPing' }))).body).toContain('RUNNING');
    const secure = https.get({ host, port: securePort, path: '/system/StatusPing', ca: certificate.cert });
    expect((await get(secure)).body).toContain('RUNNING');
  });

  it('sets a cookie over TLS that is not sent in clear, beside the one for plain HTTP', async () => {
    const body = JSON.stringify({ userName: 'anna', password: 'correct horse battery' });
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const options = { host, method: 'POST', path: '/data/api/v1/session', headers, ca: certificate.cert };
    const request = https.request({ ...options, port: server.ports().https });
    request.end(body);
    const cookie = String((await get(request)).headers['set-cookie']?.[0]);
    expect(cookie).toMatch(/^understudy-node-a-tls=.*; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('answers a health check that names no host, as HTTP/1.0 may', async () => {
    expect(await exchange('GET /system/role HTTP/1.0\r\n\r\n')).toContain('HTTP/1.1 200 OK');
  });

  for (const [what, text, status] of [
    ['what is not HTTP', '\x16\x03\x01\x00\x05nonsense\r\n\r\n', '400'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, '400'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n', '400'],
    ['a path that is none', 'GET ../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', '4'],
  ] as const) {
    it(`answers ${what} with a problem, closes the connection and goes on`, async () => {
      const answer = await exchange(text);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
      expect(problem.parse(JSON.parse(answer.slice(answer.indexOf('{')))).status).toBeGreaterThanOrEqual(400);
      expect(await exchange('GET /system/role HTTP/1.0\r\n\r\n')).toContain('200 OK');
    });
  }

  describe('with little patience', () => {
    let patient: HttpServer;
    beforeEach(async () => {
      patient = server;
      const limits = { headersTimeout: 40, requestTimeout: 80, connectionsCheckingInterval: 20 };
      server = serverOn(0, 0, { ...limits, handshakeTimeout: 80, silentMs: 300 });
      await server.listen();
    });
    afterEach(() => patient.close());

    it('closes a connection over which nothing was asked, without an answer to what may be asked next', async () => {
      expect(await exchange('')).toBe('');
      expect(await exchange('GET /system/role HT')).toBe('');
      expect(await exchange('', connectTls({ host, port: server.ports().https, ca: certificate.cert }))).toBe('');
    });

    it('closes a connection over which TLS is never agreed on', async () => {
      expect(await exchange('', connect(server.ports().https, host))).toBe('');
      expect(await exchange('\x16\x03\x01', connect(server.ports().https, host))).toBe('');
    });

    it('closes a connection over which nobody reads the answer', async () => {
      writeConsole(path, { 'large.txt': 'x'.repeat(30_000_000) });
      const socket = connect(server.ports().http, host);
      socket.on('error', () => undefined).pause();
      const [carrier] = (await once(server.plain, 'connection')) as [Socket];
      socket.write('GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await once(carrier, 'close');
      expect(carrier.bytesWritten).toBeLessThan(30_000_000);
      socket.destroy();
    });

    it('[S4] keeps a connection over which an answer is waited for that takes its time', async () => {
      const { promise, resolve } = Promise.withResolvers<{ ok: true; value: { target: string } }>();
      gateway().redundancy.actions.resync = () => promise;
      const headers = { 'x-ignition-api-token': 'administrator-token' };
      const path = '/data/api/v1/redundancy/gwaction/resync';
      const request = http.request({ host, port: server.ports().http, method: 'POST', path, headers });
      request.end();
      const [carrier] = (await once(server.plain, 'connection')) as [Socket];
      const answer = get(request);
      await Promise.race([once(carrier, 'timeout'), once(carrier, 'close')]);
      resolve({ ok: true, value: { target: 'Backup-B' } });
      expect((await answer).body).toBe('{"target":"Backup-B"}');
    });

    it('says that a request took too long to arrive', async () => {
      const length = 'Content-Length: 100\r\nContent-Type: application/json';
      const answer = await exchange(`POST /data/api/v1/session HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n{`);
      expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout/);
      expect(problem.parse(JSON.parse(answer.slice(answer.indexOf('{')))).code).toBe('tooSlow');
    });
  });

  it('leaves upgrades to the link, on both ports', async () => {
    for (const one of [server.plain, server.secure]) {
      one.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    }
    const upgrade = upgradeTo('websocket');
    expect(await exchange(upgrade)).toContain('101 Switching Protocols');
    const secure = connectTls({ host, port: server.ports().https, ca: certificate.cert });
    expect(await exchange(upgrade, secure)).toContain('101 Switching Protocols');
  });

  it('answers a request that offers another protocol as if it had not, though it takes upgrades to the link', async () => {
    server.plain.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    expect(await exchange(upgradeTo('h2c', '/system/role', 'close, '))).toMatch(/^HTTP\/1.1 200 OK[^]*Running$/);
    const page = await exchange(upgradeTo('websocket', '/data/api/v1/runtime/live', 'close, '));
    expect(page).toMatch(/^HTTP\/1.1 401 Unauthorized/);
  });

  it('answers the link as every address that there is not while nobody takes it', async () => {
    expect(await exchange(upgradeTo('websocket', linkPath, 'close, '))).toMatch(/^HTTP\/1.1 404 Not Found/);
  });

  it('keeps a connection longer than a hidden tab takes to ask again', async () => {
    const agent = new http.Agent({ keepAlive: true });
    const { headers } = await get(http.get({ host, port: server.ports().http, path: '/system/role', agent }));
    agent.destroy();
    expect(Number(/timeout=(\d+)/.exec(String(headers['keep-alive']))?.[1])).toBeGreaterThan(60);
  });

  it('closes within a second, though connections are kept open and an upgraded one is in use', async () => {
    server.plain.on('upgrade', (_request, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    const agent = new http.Agent({ keepAlive: true });
    await get(http.get({ host, port: server.ports().http, path: '/system/role', agent }));
    const upgraded = connect(server.ports().http, host);
    upgraded.write(upgradeTo('websocket'));
    await once(upgraded, 'data');
    const secure = connectTls({ host, port: server.ports().https, ca: certificate.cert });
    await once(secure, 'secureConnect');
    const ends = [upgraded, secure].map((socket) => once(socket, 'close'));
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    await Promise.all(ends);
  });

  it('lets an answer that is under way finish when it closes', async () => {
    const { promise, resolve } = Promise.withResolvers<{ ok: true; value: { target: string } }>();
    const asked = Promise.withResolvers<null>();
    gateway().redundancy.actions.resync = () => (asked.resolve(null), promise);
    const headers = { 'x-ignition-api-token': 'administrator-token' };
    const url = '/data/api/v1/redundancy/gwaction/resync';
    const request = http.request({ host, port: server.ports().http, method: 'POST', path: url, headers });
    request.end();
    const answer = get(request);
    await asked.promise;
    const closed = server.close();
    resolve({ ok: true, value: { target: 'Backup-B' } });
    expect((await answer).body).toBe('{"target":"Backup-B"}');
    await closed;
  });

  it('says which port another program listens on, and takes neither', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const late = serverOn(0, port);
    const refused = late.listen();
    await expectAsync(refused).toBeRejectedWithError(PortInUseError, `Port ${port} is in use by another program`);
    expect(late.plain.listening).toBeFalse();
    other.close();
  });

  function serverOn(
    httpPort: number,
    httpsPort: number,
    limits?: ConstructorParameters<typeof HttpServer>[2],
  ): HttpServer {
    const { app, parts } = gateway();
    return new HttpServer(app, { httpPort, httpsPort, host: null, certificate, logger: parts.logger }, limits);
  }

  /** Everything that the gateway says until the connection is over. */
  async function exchange(text: string, socket: Socket = connect(server.ports().http, host)): Promise<string> {
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', () => undefined);
    socket.write(text);
    await once(socket, 'close');
    return answer;
  }
});

/** `before`: further words for `Connection`. */
function upgradeTo(protocol: string, address: string = linkPath, before = ''): string {
  return `GET ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: ${before}Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
}

async function get(request: http.ClientRequest): Promise<{ body: string; headers: http.IncomingHttpHeaders }> {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let body = '';
  for await (const part of response) body += String(part);
  return { body, headers: response.headers };
}
