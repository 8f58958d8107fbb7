import { problemIn, useGateway } from './http.testing.ts';

const config = '/data/api/v1/redundancy/config';
const failover = '/data/api/v1/redundancy/gwaction/failover';
const json = { 'content-type': 'application/json' };

describe('Bad input', () => {
  const { gateway } = useGateway();

  it('is refused with every wrong member by its pointer, and nothing is changed', async () => {
    const before = gateway().redundancy.config();
    const { role, gatewayNetworkSetup, ...rest } = before;
    const body = {
      ...rest,
      role: 'Owner',
      rights: [],
      'a/b~c': 1,
      gatewayNetworkSetup: { ...gatewayNetworkSetup, port: '8060', pingMaxMissed: 2, colour: 'red' },
    };
    const refused = problemIn(await gateway().ask('PUT', config, { body }));
    expect([refused.status, refused.detail]).toEqual([400, 'The body of the request is not valid']);
    expect(Object.fromEntries(refused.errors?.map(({ pointer, detail }) => [pointer, detail]) ?? [])).toEqual({
      '/role': 'Invalid option: expected one of "Independent"|"Master"|"Backup"',
      '/rights': 'There is no such member',
      '/a~1b~0c': 'There is no such member',
      '/gatewayNetworkSetup/port': 'Enter a whole number',
      '/gatewayNetworkSetup/pingMaxMissed': 'At least 4: the time-out must span four pings',
      '/gatewayNetworkSetup/colour': 'There is no such member',
    });
    expect(gateway().redundancy.asked).toEqual([]);
    expect(gateway().redundancy.config()).toEqual(before);
    expect(gateway().log('WARN')[0]).toContain('/role: Invalid option');
    expect(role).toBe('Master');
  });

  for (const [what, body] of [
    ['cut off', '{"comment":"Updating'],
    ['no JSON at all', 'comment=Updating'],
    ['null', 'null'],
    ['a text', '"comment"'],
    ['a number', '1'],
    ['a list', '[]'],
    ['an attempt on the prototype', '{"__proto__":{"comment":"Updating"}}'],
    ['an attempt on the constructor', '{"constructor":{"prototype":{"comment":"Updating"}}}'],
    ['nested a hundred thousand deep', '['.repeat(100_000 / 10)],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1')],
  ] as const) {
    it(`is refused when the body is ${what}`, async () => {
      const refused = problemIn(await gateway().ask('POST', failover, { body, headers: json }));
      expect([refused.status, refused.code]).toEqual([400, 'badRequest']);
      expect(gateway().redundancy.asked).toEqual([]);
      expect(gateway().log('WARN')[0]).toContain('→ 400');
    });
  }

  it('does not get the body back in the answer, which may hold a password', async () => {
    const refused = problemIn(await gateway().ask('POST', failover, { body: '{"comment": hunter2}', headers: json }));
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('is refused as too large: 16 kB for settings, 1 MiB for anything', async () => {
    const settings = problemIn(await gateway().ask('PUT', config, { body: { pad: 'x'.repeat(20_000) } }));
    expect([settings.status, settings.title]).toEqual([413, 'The request is too large']);
    expect(settings.detail).toBe('The body may have 16384 bytes here');
    const anything = problemIn(await gateway().ask('POST', failover, { body: { comment: 'x'.repeat(2_000_000) } }));
    expect(anything.status).toBe(413);
    expect(gateway().redundancy.asked).toEqual([]);
  });

  it('does not become an answer of megabytes', async () => {
    const body = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`m${at}`, at]));
    expect(problemIn(await gateway().ask('PUT', config, { body })).errors?.length).toBe(50);
  });

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'x',
  ]) {
    it(`is refused as ${type}`, async () => {
      const refused = problemIn(
        await gateway().ask('POST', failover, { body: '{}', headers: { 'content-type': type } }),
      );
      expect([refused.status, refused.title]).toEqual([415, 'The request must be application/json']);
      expect(gateway().redundancy.asked).toEqual([]);
    });
  }

  for (const headers of [
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'identity, br' },
    { 'transfer-encoding': 'gzip, chunked' },
  ]) {
    it(`is refused as compressed, whatever it holds: ${JSON.stringify(headers)}`, async () => {
      const refused = problemIn(
        await gateway().ask('POST', failover, { body: '{}', headers: { ...json, ...headers } }),
      );
      expect([refused.status, refused.detail]).toEqual([415, 'The body must not be compressed']);
      expect(gateway().redundancy.asked).toEqual([]);
    });
  }

  it('is JSON with a character set, or of a kind of its own', async () => {
    for (const type of ['application/json; charset=utf-8', 'application/vnd.plant+json']) {
      expect(
        (await gateway().ask('POST', failover, { body: '{}', headers: { 'content-type': type } })).statusCode,
      ).toBe(200);
    }
  });

  it('is a body left out where one is needed', async () => {
    const refused = problemIn(await gateway().ask('PUT', config));
    expect(refused.errors).toEqual([{ pointer: '', detail: 'Invalid input: expected object, received undefined' }]);
  });

  for (const query of [
    'limit=0',
    'limit=many',
    'limit=1&limit=2',
    'limit=1.5',
    'minLevel=LOUD',
    'colour=red',
    'after=-1',
    'after=',
    'after=%20',
    'after=0x10',
    'after=1e3',
    'startTime=',
    'offset=1e99',
  ]) {
    it(`is the query ${query}`, async () => {
      const refused = problemIn(await gateway().ask('GET', `/data/api/v1/logs?${query}`));
      expect([refused.status, refused.detail]).toEqual([400, 'The query of the request is not valid']);
      expect(refused.errors?.[0]?.pointer).toBe(`/${query.split('=')[0]}`);
    });
  }

  for (const list of ['redundancy/events', 'redundancy/changeovers', 'redundancy/receipts', 'audit', 'runtime/tags']) {
    it(`is the query of ${list}: no cursor and no place is guessed`, async () => {
      const member = list === 'redundancy/receipts' || list === 'runtime/tags' ? 'offset' : 'after';
      const refused = problemIn(await gateway().ask('GET', `/data/api/v1/${list}?${member}=`));
      expect(refused.errors).toEqual([{ pointer: `/${member}`, detail: 'Enter a whole number' }]);
    });
  }

  it('is a query member that no route knows: every route of the API names it, and nothing is changed', async () => {
    const { app, routes } = gateway();
    const api = routes.routes.filter(({ url }) => url.startsWith('/data/api/v1/'));
    expect(api.length).toBeGreaterThan(50);
    for (const { method, url } of api.filter((route) => route.method !== 'HEAD')) {
      const headers = { 'x-ignition-api-token': 'administrator-token' };
      const path = url.replace(':type', 'tag').replace(/:\w+/g, 'x');
      const answer = await app.inject({ method: method as 'GET', url: `${path}?colour=red`, headers });
      const refused = problemIn(answer);
      const named = refused.errors?.some(({ pointer }) => pointer === '/colour') ?? false;
      const isForPeople = refused.code === 'forbidden' || refused.errors?.[0]?.pointer === '';
      if (!named && !isForPeople) fail(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    }
    expect(gateway().redundancy.asked).toEqual([]);
  });

  it('is not what a load balancer adds to a health check', async () => {
    for (const path of ['StatusPing', 'gwinfo', 'role', 'heartbeat']) {
      expect((await gateway().askAs({}, 'GET', `/system/${path}?colour=red`)).statusCode).toBe(200);
    }
  });

  it('is a value of a type that no tag has: the types are named', async () => {
    const body = { value: null };
    const refused = problemIn(await gateway().ask('PUT', '/data/api/v1/runtime/tags/Level', { body }));
    const detail = 'Invalid input: expected one of number, boolean, string';
    expect(refused.errors).toEqual([{ pointer: '/value', detail }]);
  });

  it('is refused on a Backup with the name of the Master, before anything else is asked for', async () => {
    gateway().place = { isHere: () => false, master: () => ({ name: 'A', address: null }) };
    const url = '/data/api/v1/resources/tag/Level';
    for (const answer of [
      await gateway().ask('DELETE', url),
      await gateway().ask('PUT', url, { body: { value: 5 } }),
    ]) {
      const { status, code, master } = problemIn(answer);
      expect([status, code, master?.name]).toEqual([409, 'notEditableHere', 'A']);
    }
  });

  it('is a name in the address that is too long, or a revision that is none', async () => {
    const long = await gateway().ask('GET', `/data/api/v1/resources/tag/${'x'.repeat(300)}`);
    expect(problemIn(long).detail).toBe('A name in the address has more than 200 characters');
    const headers = { 'if-match': '"abc"' };
    const wrong = await gateway().ask('DELETE', '/data/api/v1/resources/tag/Level', { headers });
    expect(problemIn(wrong).detail).toContain('If-Match takes one revision');
  });

  it('is a revision that is not the present one: that one is named', async () => {
    const url = '/data/api/v1/resources/tag/Level';
    const body = { value: { source: 'memory', dataType: 'number' } };
    const headers = { 'if-match': '"7"' };
    const none = problemIn(await gateway().ask('PUT', url, { body, headers }));
    expect([none.status, none.detail]).toEqual([412, 'There is none: it is created without If-Match']);
    const gone = problemIn(await gateway().ask('DELETE', url, { headers }));
    expect([gone.status, gone.detail]).toEqual([404, 'There is no tag named Level']);
    await gateway().ask('PUT', url, { body });
    for (const answer of [
      await gateway().ask('PUT', url, { body, headers }),
      await gateway().ask('DELETE', url, { headers }),
    ]) {
      expect(problemIn(answer).detail).toBe('The revision is "1" now');
    }
    const { headers: present } = await gateway().ask('GET', config);
    const settings = await gateway().ask('PUT', config, { body: gateway().redundancy.config(), headers });
    expect(problemIn(settings).detail).toBe(`The revision is ${String(present.etag)} now`);
  });

  it('is a method that the address does not take: the ones it takes are named', async () => {
    const answer = await gateway().ask('DELETE', config);
    expect([problemIn(answer).status, answer.headers.allow]).toEqual([405, 'GET, HEAD, PUT']);
    const logger = await gateway().ask('GET', '/data/api/v1/logs/loggers/http');
    expect([logger.statusCode, logger.headers.allow]).toEqual([405, 'POST']);
  });

  for (const url of [
    '/data/api/v1/nothing',
    '/data',
    '/system/nothing',
    '/system/',
    '/data/api/v1/redundancy/',
    '/nothing.js',
  ]) {
    it(`is the address ${url}`, async () => {
      expect(problemIn(await gateway().ask('GET', url)).code).toBe('notFound');
      expect(problemIn(await gateway().ask('POST', url)).code).toBe('notFound');
    });
  }

  for (const url of [
    '/data/%',
    '/%c0%af',
    '/data/api/v1/logs/loggers/%E0%A4%A',
    `/data/api/v1/logs/loggers/${'x'.repeat(300)}?level=INFO`,
  ]) {
    it(`is the address ${url.slice(0, 40)}`, async () => {
      expect(problemIn(await gateway().ask('POST', url)).status).toBeLessThan(500);
    });
  }
});
