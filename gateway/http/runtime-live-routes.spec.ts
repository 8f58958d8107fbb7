import { once } from 'node:events';
import http from 'node:http';
import { problemIn, useGateway } from './http.testing.ts';

const live = '/data/api/v1/runtime/live?project=water-works&page=overview';

describe('A page that is followed live', () => {
  const { gateway } = useGateway();
  let port: number;
  let answers: http.IncomingMessage[];

  beforeEach(async () => {
    answers = [];
    await gateway().plant.loadSample();
    await gateway().app.listen({ port: 0, host: '127.0.0.1' });
    const address = gateway().app.server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterEach(() => answers.forEach((answer) => answer.destroy()));

  it('[P1] ends when the session of who looks at it ends', async () => {
    const { cookie, session } = await gateway().signIn();
    const answer = await follow({ cookie });
    const ended = new Promise((resolve) => answer.resume().once('close', resolve));
    await gateway().askAs({ cookie, 'x-csrf-token': session.csrfToken ?? '' }, 'DELETE', '/data/api/v1/session');
    await expectAsync(ended).toBeResolved();
  });

  it('[P1] ends on the other node too, whose pages come with a ticket', async () => {
    const { cookie, session } = await gateway().signIn();
    const answer = await follow({ authorization: `Bearer ${session.ticket}` });
    const ended = new Promise((resolve) => answer.resume().once('close', resolve));
    await gateway().askAs({ cookie, 'x-csrf-token': session.csrfToken ?? '' }, 'DELETE', '/data/api/v1/session');
    await expectAsync(ended).toBeResolved();
  });

  it('[P1] leaves a browser connections for everything else: a fifth page of a session is told as it is now', async () => {
    const { cookie } = await gateway().signIn();
    const open = await Promise.all([1, 2, 3, 4].map(() => follow({ cookie })));
    const fifth = await textOf(await follow({ cookie }));
    expect(fifth.split('\n').length).toBe(2);
    expect(fifth).toContain('"type":"page"');
    expect(open.map(({ headers }) => headers['transfer-encoding'])).toEqual(Array<string>(4).fill('chunked'));
  });

  it('[P1] is left open again for a session once another of its pages is closed', async () => {
    const { cookie } = await gateway().signIn();
    const [first] = await Promise.all([1, 2, 3, 4].map(() => follow({ cookie })));
    first?.destroy();
    let staysOpen = false;
    while (!staysOpen) staysOpen = (await follow({ cookie })).headers['transfer-encoding'] === 'chunked';
    expect(staysOpen).toBeTrue();
  });

  it('[P1] takes no place when only its headers are asked for', async () => {
    const { cookie } = await gateway().signIn();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let at = 0; at < 5; at += 1) {
      const head = http.request({ method: 'HEAD', port, host: '127.0.0.1', path: live, headers: { cookie }, agent });
      const [answer] = (await once(head.end(), 'response')) as [http.IncomingMessage];
      await once(answer.resume(), 'end');
    }
    expect((await follow({ cookie })).headers['transfer-encoding']).toBe('chunked');
    agent.destroy();
  });

  it('[P1] is refused to a script that has fifteen hundred open, until one is closed; others go on', async () => {
    const script = { 'x-ignition-api-token': 'administrator-token' };
    const { cookie } = await gateway().signIn();
    for (let at = 0; at < 15; at += 1) await Promise.all(Array.from({ length: 100 }, () => follow(script)));
    const refused = await gateway().ask('GET', live);
    expect(problemIn(refused).detail).toBe('script has 1500 open');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '5']);
    expect((await follow({ cookie })).headers['transfer-encoding']).toBe('chunked');
    answers[0]?.destroy();
    let status = 429;
    while (status === 429) status = (await ask(script)).statusCode ?? 0;
    expect(status).toBe(200);
    // So many connections take their time on a computer that does something else as well.
  }, 30_000);

  it('[P1] is cut, with a line in the log, for who never reads, and goes on for who does', async () => {
    const { cookie } = await gateway().signIn();
    await showManyTags();
    const reads = await follow({ cookie });
    let readBytes = 0;
    reads.on('data', (data: Buffer) => (readBytes += data.length));
    (await follow({ cookie })).pause();
    let told = 0;
    while (gateway().log('WARN').length === 0) {
      gateway().parts.livePages.rebuild();
      told += 1;
      const enough = told * 10_000;
      while (readBytes < enough) await once(reads, 'data');
    }
    expect(gateway().log('WARN')).toEqual([
      jasmine.stringMatching(/^WARN A live page of anna at 127\.0\.0\.1 was cut: it left \d{6,7} bytes unread$/),
    ]);
    const soFar = readBytes;
    gateway().parts.livePages.rebuild();
    while (readBytes === soFar) await once(reads, 'data');
    expect(reads.destroyed).toBeFalse();
  });

  /** A page of two hundred tags, with long descriptions. */
  async function showManyTags(): Promise<void> {
    const tags = Array.from({ length: 200 }, (_, at) => `Many/${at}`);
    const put = (of: string, value: unknown, headers = {}) =>
      gateway().ask('PUT', `/data/api/v1/resources/${of}`, { body: { value }, headers });
    for (const tag of tags) {
      const value = { source: 'memory', dataType: 'number', description: 'x'.repeat(1000) };
      expect((await put(`tag/${encodeURIComponent(tag)}`, value)).statusCode).toBe(200);
    }
    const project = { title: 'Water works', pages: [{ name: 'overview', title: 'Overview', tags, trends: [] }] };
    const answer = await put('project/water-works', project, { 'if-match': '*' });
    expect(answer.statusCode).withContext(answer.body).toBe(200);
  }

  async function ask(headers: Record<string, string>): Promise<http.IncomingMessage> {
    const [answer] = (await once(http.get({ port, host: '127.0.0.1', path: live, headers }), 'response')) as [
      http.IncomingMessage,
    ];
    answer.on('error', () => undefined);
    answers.push(answer);
    return answer;
  }

  async function follow(headers: Record<string, string>): Promise<http.IncomingMessage> {
    const answer = await ask(headers);
    expect(answer.statusCode).toBe(200);
    return answer;
  }
});

async function textOf(answer: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer.setEncoding('utf8') as AsyncIterable<string>) text += part;
  return text;
}
