import { logLineParts, logLines, logger, loggers } from '#contract/logs';
import { problemIn, useGateway } from './http.testing.ts';
import { RefusalLimit } from './request-log.ts';

const base = '/data/api/v1/logs';

describe('The log API', () => {
  const { gateway } = useGateway();

  it('[D1] gives the lines that match, newest first', async () => {
    const log = gateway().logging.logger('tags');
    log.info('The pump runs');
    log.warn('The pump stalls');
    const answer = await gateway().ask('GET', `${base}?logger=tags&search=PUMP&limit=1`);
    const { items, metadata } = logLines.parse(answer.json());
    expect(items.map(({ level, message }) => [level, message])).toEqual([['WARN', 'The pump stalls']]);
    expect(metadata).toEqual(jasmine.objectContaining({ matching: 2, limit: 1, offset: 0 }));
  });

  it('[D1] gives what came after a line, oldest first', async () => {
    const log = gateway().logging.logger('tags');
    log.info('first');
    const [first] = logLines.parse((await gateway().ask('GET', `${base}?logger=tags`)).json()).items;
    log.info('second');
    log.info('third');
    const later = logLines.parse((await gateway().ask('GET', `${base}?logger=tags&after=${first?.id}`)).json());
    expect(later.items.map(({ message }) => message)).toEqual(['second', 'third']);
  });

  it('[G10] lets a script of the known API set a logger to DEBUG, read it back and reset all', async () => {
    const set = await gateway().ask('POST', `${base}/loggers/redundancy.link?level=DEBUG`);
    expect(logger.parse(set.json())).toEqual({
      name: 'redundancy.link',
      level: 'DEBUG',
      ownLevel: 'DEBUG',
      untilAt: null,
    });
    expect(await levelOf('redundancy.link')).toBe('DEBUG');
    expect((await gateway().ask('POST', `${base}/levelreset`)).statusCode).toBe(200);
    expect(await levelOf('redundancy.link')).toBeUndefined();
  });

  it('[S9] sets a level for a while and says until when', async () => {
    const set = await gateway().ask('POST', `${base}/loggers/redundancy.link?level=TRACE&forMs=900000`);
    expect(logger.parse(set.json()).untilAt).toBe(gateway().clock.at + 900_000);
  });

  it('[S9] merges what a provider logs, alone or with a level, and tells it with the logger', async () => {
    const set = `${base}/loggers/redundancy.provider.tag-values`;
    expect(logger.parse((await gateway().ask('POST', `${set}?level=DEBUG`)).json()).merge).toBeFalse();
    gateway().logging.logger('redundancy.provider.tag-values').debug('fine');
    expect(await texts('search=fine')).toEqual([]);
    expect(await texts('search=fine&unmerged=true')).toEqual(['fine']);
    expect(logger.parse((await gateway().ask('POST', `${set}?merge=true`)).json())).toEqual(
      jasmine.objectContaining({ level: 'DEBUG', merge: true }),
    );
    expect(problemIn(await gateway().ask('POST', `${base}/loggers/redundancy.link?merge=true`)).status).toBe(400);
  });

  it('[D1] pages to what is older than a line', async () => {
    for (const text of ['first', 'second', 'third']) gateway().logging.logger('tags').info(text);
    const [newest] = logLines.parse((await gateway().ask('GET', `${base}?logger=tags&limit=1`)).json()).items;
    expect(await texts(`logger=tags&before=${newest?.id}&limit=1`)).toEqual(['second']);
  });

  it('[G10] sorts as a client of the known API asks, and gives the members it asks for', async () => {
    for (const text of ['b', 'a', 'c']) gateway().logging.logger('tags').info(text);
    expect(await texts('logger=tags&sortBy=asc(message)')).toEqual(['a', 'b', 'c']);
    expect(await texts('logger=tags&sortBy=desc(timestamp)')).toEqual(['c', 'a', 'b']);
    const parts = await gateway().ask('GET', `${base}?logger=tags&limit=1&properties=message,level`);
    expect(logLineParts.parse(parts.json()).items).toEqual([{ level: 'INFO', message: 'c' }]);
  });

  for (const unknown of ['filter=level', 'sortBy=asc(colour)', 'sortBy=message', 'properties=message,colour']) {
    it(`refuses ${unknown} rather than give another answer than the one asked for`, async () => {
      expect(problemIn(await gateway().ask('GET', `${base}?${encodeURI(unknown)}`)).status).toBe(400);
    });
  }

  it('[D1] gives every line that matches as a file, oldest first, as text or as JSON', async () => {
    for (let count = 1; count <= 1200; count += 1) gateway().logging.logger('tags').info(`line ${count}`);
    gateway().logging.logger('http').error('failed', new Error('reset'));
    const file = await gateway().ask('GET', `${base}/download?logger=tags`);
    expect(file.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="log-[\dTZ-]+\.txt"$/);
    const lines = file.body.split('\n');
    expect(lines.length).toBe(1201);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO tags line 1$/);
    expect(lines[1199]).toMatch(/ line 1200$/);
    const failures = await gateway().ask('GET', `${base}/download?minLevel=ERROR&format=json`);
    expect(failures.headers['content-type']).toBe('application/jsonl; charset=utf-8');
    expect(JSON.parse(failures.body)).toEqual(
      jasmine.objectContaining({ loggerName: 'http', message: 'failed', stack: jasmine.any(Array) }),
    );
  });

  it('pages and searches the loggers', async () => {
    for (const name of ['history.sink', 'tags.read', 'tags.write']) gateway().logging.logger(name);
    const everything = loggers.parse((await gateway().ask('GET', `${base}/loggers?limit=-1`)).json());
    expect(everything.items.length).toBe(everything.metadata.total);
    const found = loggers.parse((await gateway().ask('GET', `${base}/loggers?search=TAGS.&limit=1&offset=1`)).json());
    expect(found.items.map(({ name }) => name)).toEqual(['tags.write']);
    expect(found.metadata.matching).toBe(2);
  });

  for (const [what, path] of [
    ['no level', 'tags'],
    ['an unknown level', 'tags?level=LOUD'],
    ['a member too many', 'tags?level=INFO&colour=red'],
    ['a time that is none', 'tags?level=INFO&forMs=soon'],
    ['a time without a level', 'redundancy.provider.modules?merge=true&forMs=5000'],
    ['a name that cannot be one', 'tags%2F..%2Fpump?level=INFO'],
  ] as const) {
    it(`changes no level for ${what}`, async () => {
      const before = gateway().logging.list();
      expect(problemIn(await gateway().ask('POST', `${base}/loggers/${path}`)).status).toBe(400);
      expect(gateway().logging.list()).toEqual(before);
    });
  }

  describe('gets of a request', () => {
    it('a line at TRACE when consoles ask it all the time, else at DEBUG', async () => {
      await gateway().ask('GET', '/data/api/v1/redundancy');
      await gateway().ask('GET', '/data/api/v1/redundancy/config');
      const [second, first] = gateway().log();
      expect(first).toMatch(/^TRACE GET \/data\/api\/v1\/redundancy by script from 127\.0\.0\.1 → 200 in \d+ ms$/);
      expect(second).toMatch(/^DEBUG GET \/data\/api\/v1\/redundancy\/config /);
    });

    it('[G11] a line at TRACE when a load balancer hears from a standby that it is none', async () => {
      gateway().redundancy.activityLevel = 'Warm';
      await gateway().askAs({}, 'GET', '/system/role');
      expect(gateway().log()[0]).toMatch(/^TRACE GET \/system\/role from 127\.0\.0\.1 → 503 /);
    });

    it('a line at TRACE when an open console has its ticket renewed, as it does all day', async () => {
      const { session } = await gateway().signIn();
      const authorization = `Bearer ${session.ticket}`;
      await gateway().askAs({ authorization }, 'POST', '/data/api/v1/session/ticket');
      expect(gateway().log()[0]).toMatch(/^TRACE POST \/data\/api\/v1\/session\/ticket by anna .* → 200 /);
    });

    it('a line at INFO with user and address when it changes something', async () => {
      await gateway().ask('POST', `${base}/levelreset`);
      gateway().logging.setLevel('http', 'INFO');
      await gateway().ask('POST', '/data/api/v1/redundancy/resume-takeback');
      expect(gateway().log()[0]).toMatch(/^INFO POST \S+ by script from 127\.0\.0\.1 → 204/);
    });

    it('a line at WARN with the reason when a change is refused', async () => {
      gateway().redundancy.actions.refusals = ['peerNotConnected'];
      await gateway().ask('POST', '/data/api/v1/redundancy/gwaction/failover');
      expect(gateway().log()[0]).toMatch(
        /^WARN POST .* → 409 in \d+ ms: Backup-B is not connected\.; peerNotConnected$/,
      );
    });

    it('a line at ERROR with the cause when the gateway fails, and tells the caller nothing of it', async () => {
      gateway().redundancy.actions.failover = () => Promise.reject(new Error('the cause'));
      const answer = problemIn(await gateway().ask('POST', '/data/api/v1/redundancy/gwaction/failover'));
      expect([answer.status, answer.title]).toEqual([500, 'The gateway failed to answer']);
      expect(JSON.stringify(answer)).not.toContain('the cause');
      expect(gateway().log('ERROR').length).toBe(1);
      expect(gateway().printed.join('')).toContain('Error: the cause');
    });

    it('one line at WARN in ten minutes for a script that asks with a wrong token', async () => {
      for (let second = 0; second < 30; second += 1) {
        gateway().clock.advance(1000);
        await gateway().askAs({ 'x-ignition-api-token': 'wrong' }, 'GET', '/data/api/v1/redundancy');
      }
      expect(gateway().log('WARN').length).toBe(1);
      gateway().clock.advance(600_000);
      await gateway().askAs({ 'x-ignition-api-token': 'wrong' }, 'GET', '/data/api/v1/redundancy');
      expect(gateway().log('WARN').length).toBe(2);
    });

    it('one line at WARN in ten minutes for a stranger who tries to change something again and again', async () => {
      for (let second = 0; second < 30; second += 1) {
        gateway().clock.advance(1000);
        await gateway().askAs({}, 'POST', '/data/api/v1/redundancy/gwaction/failover');
        await gateway().askAs({}, 'POST', '/data/api/v1/session', { body: '{' });
      }
      expect(
        gateway()
          .log('WARN')
          .map((line) => / → (\d+)/.exec(line)?.[1]),
      ).toEqual(['400', '401']);
    });

    it('a thousand such lines in ten minutes, from however many addresses', () => {
      const limit = new RefusalLimit(gateway().clock.now);
      const said = () => Array.from({ length: 1500 }, (_, at) => limit.isDue(`10.0.${at}`)).filter(Boolean).length;
      expect([said(), said()]).toEqual([1000, 0]);
      gateway().clock.advance(600_000);
      expect(said()).toBe(1000);
    });

    it('no line of its own making', async () => {
      await gateway().ask('POST', `/nothing%0A12:00:00%20ERROR%20The%20pump%20burns`);
      expect(gateway().printed.join('')).not.toContain('\n12:00:00 ERROR');
    });
  });

  async function texts(query: string): Promise<string[]> {
    const { items } = logLines.parse((await gateway().ask('GET', `${base}?${query}`)).json());
    return items.map(({ message }) => message);
  }

  async function levelOf(name: string) {
    const { items } = loggers.parse((await gateway().ask('GET', `${base}/loggers`)).json());
    return items.find((each) => each.name === name)?.level;
  }
});
