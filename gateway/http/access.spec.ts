import { peerTraces } from './fake-redundancy.testing.ts';
import { problemIn, useGateway } from './http.testing.ts';
import { password } from '../security/security.testing.ts';

const status = '/data/api/v1/redundancy';
const failover = '/data/api/v1/redundancy/gwaction/failover';

describe('Access', () => {
  const { gateway } = useGateway();

  it('to a route that changes anything is never open, except to sign in', () => {
    const changing = gateway().routes.routes.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(changing.length).toBeGreaterThan(8);
    const open = changing.filter(({ needs }) => needs === 'open').map(({ method, url }) => `${method} ${url}`);
    expect(open).toEqual(['POST /data/api/v1/session']);
  });

  it('to the API needs at least a viewer, except to sign in', () => {
    const api = gateway().routes.routes.filter(({ url }) => url.startsWith('/data/'));
    const open = api.filter(({ needs }) => needs === 'open').map(({ method, url }) => `${method} ${url}`);
    expect(open).toEqual(['POST /data/api/v1/session']);
  });

  it('is really refused by every route that is not open, in the form of a problem', async () => {
    for (const { method, url, needs } of gateway().routes.routes) {
      const answer = await gateway().app.inject({ method: method as 'GET', url: url.replace(':name', 'http') });
      const expected = needs === 'open' ? [200, 400, 404, 503] : [401];
      expect(expected).withContext(`${method} ${url}`).toContain(answer.statusCode);
    }
    expect(gateway().redundancy.asked).toEqual([]);
  });

  it('without signing in tells nothing by which the other node could be found', async () => {
    const open = gateway().routes.routes.filter(({ needs }) => needs === 'open');
    for (const { method, url } of [...open, { method: 'GET', url: status }, { method: 'PUT', url: '/system/role' }]) {
      const answer = await gateway().app.inject({ method: method as 'GET', url });
      const said = JSON.stringify(answer.headers) + answer.body;
      for (const trace of peerTraces) expect(said).withContext(`${method} ${url}`).not.toContain(trace);
    }
  });

  it('is refused at the start of the program to a route that does not say who may use it', () => {
    const { routes } = gateway();
    const hooks: ((route: object) => void)[] = [];
    routes.watch({ addHook: (_name: string, hook: (route: object) => void) => hooks.push(hook) } as never);
    expect(() => hooks[0]?.({ method: 'GET', url: '/new', config: {} })).toThrowError(/does not say who may use it/);
  });

  describe('with an API token', () => {
    for (const header of ['X-Ignition-API-Token', 'Authorization'] as const) {
      it(`in ${header} lets a script read and change`, async () => {
        const token = header === 'Authorization' ? 'Bearer administrator-token' : 'administrator-token';
        expect((await gateway().askAs({ [header]: token }, 'GET', status)).statusCode).toBe(200);
        expect((await gateway().askAs({ [header]: token }, 'POST', failover)).statusCode).toBe(200);
      });
    }

    it('of a viewer lets it read, and says which role a change needs', async () => {
      const viewer = { 'x-ignition-api-token': 'viewer-token-0123' };
      expect((await gateway().askAs(viewer, 'GET', status)).statusCode).toBe(200);
      const refused = problemIn(await gateway().askAs(viewer, 'POST', failover));
      expect([refused.status, refused.detail]).toEqual([403, 'This needs the role administrator; yours is viewer']);
      expect(gateway().redundancy.asked).toEqual([]);
    });

    it('opens no session', async () => {
      const refused = problemIn(await gateway().ask('GET', '/data/api/v1/session'));
      expect(refused.detail).toBe('An API token has no session');
    });
  });

  for (const [what, headers] of [
    ['an unknown API token', { 'x-ignition-api-token': 'administrator-tokem' }],
    ['an empty API token', { 'x-ignition-api-token': '' }],
    ['a huge API token', { 'x-ignition-api-token': 'x'.repeat(10_000) }],
    ['a bearer that is no token', { authorization: 'Bearer nonsense' }],
    ['another scheme', { authorization: 'Basic YW5uYTpzZWNyZXQ=' }],
    ['an empty Authorization', { authorization: '' }],
    ['a forged ticket', { authorization: 'Bearer us1.eyJyb2xlIjoiYWRtaW5pc3RyYXRvciJ9.Zm9yZ2Vk' }],
    ['a forged cookie', { cookie: 'understudy-node-a=Zm9yZ2VkIGNvb2tpZQ' }],
    ['a cookie full of nonsense', { cookie: 'understudy-node-a=%E0%A4%A;;;=;' }],
  ] as [string, Record<string, string>][]) {
    it(`is refused with ${what}, with a line in the log, and nothing is changed`, async () => {
      const refused = problemIn(await gateway().askAs(headers, 'POST', failover));
      expect([refused.status, refused.code]).toEqual([401, 'unauthenticated']);
      expect(gateway().redundancy.asked).toEqual([]);
      expect(gateway().log('WARN')[0]).toContain(`POST ${failover} from 127.0.0.1 → 401`);
    });
  }

  it('by a wrong token is refused even beside a right cookie', async () => {
    const { cookie } = await gateway().signIn();
    const answer = await gateway().askAs({ cookie, authorization: 'Bearer nonsense' }, 'GET', status);
    expect(answer.statusCode).toBe(401);
  });

  describe('by the cookie of a session', () => {
    it('lets a page read, and change with its token', async () => {
      const { cookie, session } = await gateway().signIn();
      expect((await gateway().askAs({ cookie }, 'GET', status)).statusCode).toBe(200);
      const headers = { cookie, 'x-csrf-token': session.csrfToken ?? '' };
      expect((await gateway().askAs(headers, 'POST', failover)).statusCode).toBe(200);
    });

    for (const token of [undefined, '', 'wrong'] as const) {
      it(`refuses a change with the X-CSRF-Token ${token ?? 'missing'}`, async () => {
        const { cookie } = await gateway().signIn();
        const headers: Record<string, string> = token === undefined ? { cookie } : { cookie, 'x-csrf-token': token };
        const refused = problemIn(await gateway().askAs(headers, 'POST', failover));
        expect([refused.status, refused.code]).toEqual([403, 'csrf']);
        expect(gateway().redundancy.asked).toEqual([]);
      });
    }

    it('gives a viewer no more than a viewer’s rights', async () => {
      const { cookie, session } = await gateway().signIn('vera');
      const headers = { cookie, 'x-csrf-token': session.csrfToken ?? '' };
      expect((await gateway().askAs(headers, 'POST', failover)).statusCode).toBe(403);
    });

    it('ends after twelve hours', async () => {
      const { cookie } = await gateway().signIn();
      gateway().clock.advance(12 * 3_600_000);
      expect(problemIn(await gateway().askAs({ cookie }, 'GET', status)).detail).toBe('The session has ended');
    });
  });

  describe('by a ticket', () => {
    it('lets the other node’s page change without more', async () => {
      const { session } = await gateway().signIn();
      const answer = await gateway().askAs({ authorization: `Bearer ${session.ticket}` }, 'POST', failover);
      expect(answer.statusCode).toBe(200);
      expect(gateway().redundancy.asked).toEqual([['failover', { userName: 'anna', from: '127.0.0.1' }, '']]);
    });

    it('is refused when it has expired', async () => {
      const { session } = await gateway().signIn();
      gateway().clock.advance(60_000);
      const refused = problemIn(await gateway().askAs({ authorization: `Bearer ${session.ticket}` }, 'POST', failover));
      expect([refused.status, refused.detail]).toEqual([401, 'The ticket is not valid or has expired']);
      expect(gateway().redundancy.asked).toEqual([]);
    });

    it('is refused when the session was revoked on the other node', async () => {
      const { session } = await gateway().signIn();
      const { authentication, provider } = gateway().security;
      const authorization = `Bearer ${session.ticket}`;
      const principal = authentication.principalOf({ authorization, apiToken: undefined, cookie: undefined });
      const sessionId = principal?.kind === 'ticket' ? principal.sessionId : '';
      const at = gateway().clock.at;
      provider.uniteRevocations([{ sessionId, at, expiresAt: at + 1e9 }]);
      expect(problemIn(await gateway().askAs({ authorization }, 'GET', status)).detail).toBe('The session has ended');
    });
  });

  it('never leaves a secret in the log', async () => {
    const { cookie, session } = await gateway().signIn();
    await gateway().askAs({}, 'POST', '/data/api/v1/session', {
      body: { userName: 'anna', password: 'hunter2-hunter2' },
    });
    await gateway().askAs({}, 'POST', '/data/api/v1/session', { body: `{"password":"hunter2-hunter2",}` });
    await gateway().askAs({ 'x-ignition-api-token': 'secret-of-a-script' }, 'POST', failover);
    await gateway().askAs({ authorization: `Bearer ${session.ticket}x` }, 'POST', failover);
    const log = gateway().printed.join('');
    const secrets = [
      password,
      'hunter2',
      'secret-of-a-script',
      cookie.split('=')[1],
      session.ticket,
      session.csrfToken,
    ];
    for (const secret of secrets) expect(log).not.toContain(secret ?? 'nothing');
    expect(log).toContain('POST /data/api/v1/session');
  });
});
