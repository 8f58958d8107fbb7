import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { problemIn, useGateway, writeConsole } from './http.testing.ts';

const index = '<html><us-root ngCspNonce="CSP_NONCE"></us-root><script src="main-ABCDEF12.js"></script></html>';
const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('The console, as the gateway serves it', () => {
  const { gateway, path } = useGateway();

  it('says how to build it where it is not built', async () => {
    const answer = await open('/', page);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(answer.body).toContain('npm start');
  });

  describe('when it is built', () => {
    beforeEach(() => {
      writeConsole(path, { 'index.html': index, 'main-ABCDEF12.js': 'console', 'favicon.svg': '<svg/>' });
      writeFileSync(path('console', 'main-ABCDEF12.js.br'), brotliCompressSync('console'));
    });

    it('has an index that is never kept, with a nonce of its own for styles each time', async () => {
      const [first, second] = [await open('/', page), await open('/', page)];
      expect(first.headers['cache-control']).toBe('no-store');
      const nonces = [first, second].map(({ body }) => /ngCspNonce="([^"]+)"/.exec(body)?.[1]);
      expect(nonces[0]).not.toBe(nonces[1]);
      expect(first.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[0]}'`);
      expect(first.body).not.toContain('CSP_NONCE');
    });

    it('has a compressed index for a browser that takes it', async () => {
      const answer = await open('/', { ...page, 'accept-encoding': 'gzip, br' });
      expect(answer.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(answer.rawPayload).toString()).toContain('<us-root');
      expect((await open('/', { ...page, 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
    });

    it('has files that are given whole, whatever part is asked for', async () => {
      for (const range of ['bytes=0-2', 'bytes=99999-', 'lines=1']) {
        const answer = await open('/favicon.svg', { range });
        expect([answer.statusCode, answer.body]).toEqual([200, '<svg/>']);
      }
    });

    it('has files that are kept for ever, compressed beforehand', async () => {
      const answer = await open('/main-ABCDEF12.js', { 'accept-encoding': 'gzip, deflate, br' });
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['content-encoding']).toBe('br');
      expect(answer.headers['content-type']).toMatch(/^(?:text|application)\/javascript/);
      const plain = await open('/main-ABCDEF12.js', {});
      expect([plain.body, plain.headers['content-encoding']]).toEqual(['console', undefined]);
    });

    for (const name of ['chunk--WwX4-io.js', 'chunk-CXpIslN_.js', 'styles-4XVW7ZYS.css']) {
      it(`has ${name} kept for ever`, async () => {
        writeConsole(path, { [name]: 'content' });
        expect((await open(`/${name}`, {})).headers['cache-control']).toContain('immutable');
      });
    }

    it('has other files checked at each use', async () => {
      expect((await open('/favicon.svg', {})).headers['cache-control']).toBe('no-cache');
    });

    it('[P5] has a library that a page of any other origin may load, and nothing else that it may', async () => {
      writeConsole(path, { 'failover.js': 'follow', 'failover.mjs': 'follow' });
      for (const url of ['/failover.js', '/failover.mjs']) {
        const { headers } = await open(url, { origin: 'http://foreign.example' });
        expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
        expect(headers['access-control-allow-origin']).toBe('*');
      }
      const { headers } = await open('/main-ABCDEF12.js', { origin: 'http://foreign.example' });
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    });

    it('opens at every address of a page', async () => {
      for (const url of ['/status/redundancy', '/networking/node-settings?from=mail', '/index.html']) {
        const answer = await open(url, page);
        expect([answer.statusCode, answer.body.includes('<us-root')])
          .withContext(url)
          .toEqual([200, true]);
      }
    });

    it('does not pretend to be a missing script, or an answer of the API', async () => {
      expect(problemIn(await open('/main-OLDOLD12.js', {})).status).toBe(404);
      expect(problemIn(await open('/data/api/v1/nothing', page)).status).toBe(404);
      expect(problemIn(await open('/system/nothing', page)).status).toBe(404);
    });

    for (const url of [
      '/../security.db',
      '/..%2fsecurity.db',
      '/%2e%2e/security.db',
      '/console/../../node.json',
      '//etc/passwd',
      '/.%2e/logs.db',
      '/%00',
    ]) {
      it(`gives nothing outside its folder for ${url}`, async () => {
        const answer = await open(url, {});
        expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode).toBeLessThan(500);
        expect(answer.rawPayload.includes('SQLite')).toBeFalse();
      });
    }
  });

  function open(url: string, headers: Record<string, string>) {
    return gateway().askAs({}, 'GET', url, { headers });
  }
});
