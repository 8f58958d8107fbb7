import { buildApp } from './app.ts';
import { problemIn, useGateway } from './http.testing.ts';

const status = '/data/api/v1/redundancy';
const peer = 'http://b.plant.example:8089';

describe('What a browser is told', () => {
  const { gateway } = useGateway();

  it('keeps scripts and frames of others out of our pages, and never binds it to TLS', async () => {
    const { headers } = await gateway().ask('GET', status);
    const policy = String(headers['content-security-policy']);
    for (const rule of [`default-src 'self'`, `script-src 'self'`, `frame-ancestors 'none'`, 'connect-src *']) {
      expect(policy.split('; ')).toContain(rule);
    }
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['cross-origin-opener-policy']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('lets the other node’s console ask, without cookies, and remembers that for ten minutes', async () => {
    const { statusCode, headers } = await preflight(peer);
    expect(statusCode).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(peer);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers['access-control-max-age']).toBe('600');
    expect(headers['access-control-allow-methods']).toContain('PUT');
    for (const name of ['Authorization', 'Content-Type', 'If-Match', 'X-CSRF-Token']) {
      expect(headers['access-control-allow-headers']).toContain(name);
    }
  });

  it('lets the other node’s console read answers, refusals and revisions', async () => {
    const refused = await gateway().askAs({ origin: peer }, 'GET', status);
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['access-control-allow-origin']).toBe(peer);
    expect(refused.headers['access-control-expose-headers']).toContain('ETag');
  });

  for (const origin of ['http://evil.example', 'http://b.plant.example:9999', 'https://b.plant.example:8089', 'null']) {
    it(`does not let a page of ${origin} read anything`, async () => {
      expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
      const answer = await gateway().ask('GET', status, { headers: { origin } });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    });
  }

  for (const host of [
    'localhost:8088',
    '127.0.0.1',
    '[::1]:8088',
    '10.1.2.3:8088',
    'SCADA-A',
    'scada-a.:8088',
    'a.plant.example:8060',
  ]) {
    it(`gives an answer under the name ${host}`, async () => {
      expect((await gateway().ask('GET', status, { headers: { host } })).statusCode).toBe(200);
    });
  }

  for (const host of [
    'evil.example',
    'evil.example:8088',
    'localhost.evil.example',
    'scada-a.evil.example',
    '127.0.0.1.evil.example',
    '[evil]',
    'a@b',
  ]) {
    it(`gives none under the name "${host}", which may be led here from elsewhere`, async () => {
      const refused = problemIn(await gateway().ask('GET', status, { headers: { host } }));
      expect([refused.status, refused.code]).toEqual([403, 'hostNotAllowed']);
      expect(gateway().log('WARN')[0]).toContain('is not a name of this gateway');
    });
  }

  it('gives none under what is no name at all, though its own public address is not set', async () => {
    const { app } = await buildApp({ ...gateway().parts, ownNames: () => ['scada-a', ''] });
    for (const host of ['evil.example:8088x', '//evil.example', ':8088']) {
      const answer = await app.inject({ url: status, headers: { host } });
      expect([host, problemIn(answer).code]).toEqual([host, 'hostNotAllowed']);
    }
    await app.close();
  });

  function preflight(origin: string) {
    const headers = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization',
    };
    return gateway().askAs({}, 'OPTIONS', '/data/api/v1/networking/node-settings', { headers });
  }
});
