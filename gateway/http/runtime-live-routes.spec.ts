import { once } from 'node:events';
import http from 'node:http';
import { useGateway } from './http.testing.ts';

const live = '/data/api/v1/runtime/live?project=water-works&page=overview';

describe('A page that is followed live', () => {
  const { gateway } = useGateway();
  let port: number;

  beforeEach(async () => {
    await gateway().plant.loadSample();
    await gateway().app.listen({ port: 0, host: '127.0.0.1' });
    const address = gateway().app.server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });

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

  async function follow(headers: Record<string, string>): Promise<http.IncomingMessage> {
    const request = http.get({ port, host: '127.0.0.1', path: live, headers });
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.on('error', () => undefined);
    return answer;
  }
});
