import { once } from 'node:events';
import http from 'node:http';
import { useGateway } from './http.testing.ts';

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

  async function follow(headers: Record<string, string>): Promise<http.IncomingMessage> {
    const request = http.get({ port, host: '127.0.0.1', path: live, headers });
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.on('error', () => undefined);
    answers.push(answer);
    return answer;
  }
});

async function textOf(answer: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer.setEncoding('utf8') as AsyncIterable<string>) text += part;
  return text;
}
