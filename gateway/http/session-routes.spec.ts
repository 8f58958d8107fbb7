import { codeAnswer, session, ticketAnswer } from '#contract/session';
import { backupPlace, password } from '../security/security.testing.ts';
import { sessionLifeMs } from '../security/sessions.ts';
import { problemIn, useGateway } from './http.testing.ts';

const url = '/data/api/v1/session';

describe('The session', () => {
  const { gateway } = useGateway();

  it('begins with a cookie that no script of the page can read and no other site can send', async () => {
    const answer = await signIn({ userName: 'anna', password });
    const [cookie] = answer.cookies;
    expect(cookie).toEqual(
      jasmine.objectContaining({
        name: 'understudy-node-a',
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        maxAge: 43_200,
      }),
    );
    expect(cookie?.secure).toBeUndefined();
    expect(session.parse(answer.json())).toEqual(
      jasmine.objectContaining({
        userName: 'anna',
        role: 'administrator',
        ticketRemainingMs: 60_000,
        passwordNeeded: false,
      }),
    );
  });

  it('is restored by the cookie, with a token for changes', async () => {
    const { cookie, session: first } = await gateway().signIn();
    const restored = session.parse((await gateway().askAs({ cookie }, 'GET', url)).json());
    expect(restored).toEqual({ ...first, ticket: restored.ticket });
  });

  it('is known to nobody who does not carry it', async () => {
    const answer = await gateway().askAs({}, 'GET', url);
    expect(problemIn(answer).title).toBe('Sign in first');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('is seen on the other node by ticket, where no forged change is possible and no token is needed', async () => {
    const { session: first } = await gateway().signIn();
    const answer = await gateway().askAs({ authorization: `Bearer ${first.ticket}` }, 'GET', url);
    expect(session.parse(answer.json()).csrfToken).toBeNull();
  });

  it('gives fresh tickets for as long as it lasts', async () => {
    let { ticket } = (await gateway().signIn()).session;
    for (let minute = 0; minute < 12; minute += 1) {
      gateway().clock.advance(50_000);
      const answer = await gateway().askAs({ authorization: `Bearer ${ticket}` }, 'POST', `${url}/ticket`);
      ({ ticket } = ticketAnswer.parse(answer.json()));
    }
    gateway().clock.advance(sessionLifeMs);
    const answer = await gateway().askAs({ authorization: `Bearer ${ticket}` }, 'POST', `${url}/ticket`);
    expect(answer.statusCode).toBe(401);
  });

  it('gives a fresh ticket and a code for one that has expired, and nothing else', async () => {
    const { ticket } = (await gateway().signIn()).session;
    const authorization = `Bearer ${ticket}`;
    gateway().clock.advance(3_600_000);
    expect((await gateway().askAs({ authorization }, 'GET', url)).statusCode).toBe(401);
    expect((await gateway().askAs({ authorization }, 'DELETE', url)).statusCode).toBe(401);
    expect((await gateway().askAs({ authorization }, 'POST', `${url}/code`)).statusCode).toBe(200);
    const fresh = ticketAnswer.parse((await gateway().askAs({ authorization }, 'POST', `${url}/ticket`)).json());
    expect((await gateway().askAs({ authorization: `Bearer ${fresh.ticket}` }, 'GET', url)).statusCode).toBe(200);
  });

  it('gives a code that opens this node’s console once', async () => {
    const { session: first } = await gateway().signIn();
    const answer = await gateway().askAs({ authorization: `Bearer ${first.ticket}` }, 'POST', `${url}/code`);
    const { code, expiresInMs } = codeAnswer.parse(answer.json());
    expect(expiresInMs).toBe(60_000);
    expect((await signIn({ code })).json()).toEqual(
      jasmine.objectContaining({ userName: 'anna', endsAt: first.endsAt }),
    );
    expect(problemIn(await signIn({ code })).title).toBe('Name, password or code is wrong');
  });

  it('ends with its cookie and its tickets when the person signs out', async () => {
    const { cookie, session: first } = await gateway().signIn();
    const answer = await gateway().askAs({ cookie, 'x-csrf-token': first.csrfToken ?? '' }, 'DELETE', url);
    expect(answer.statusCode).toBe(204);
    expect(answer.cookies[0]?.value).toBe('');
    expect((await gateway().askAs({ cookie }, 'GET', url)).statusCode).toBe(401);
    expect((await gateway().askAs({ authorization: `Bearer ${first.ticket}` }, 'GET', url)).statusCode).toBe(401);
  });

  it('is refused in the same words to a wrong password and to an unknown name', async () => {
    const answers = [
      await signIn({ userName: 'anna', password: 'x' }),
      await signIn({ userName: 'nobody', password: 'x' }),
    ];
    expect(answers.map(({ statusCode, body }) => [statusCode, body])[0]).toEqual([
      answers[1]!.statusCode,
      answers[1]!.body,
    ]);
    expect(answers[0]?.statusCode).toBe(401);
    expect(answers[0]?.cookies).toEqual([]);
  });

  it('is refused for a while to who guesses, with the time to wait', async () => {
    for (let guess = 0; guess < 5; guess += 1) await signIn({ userName: 'anna', password: 'guess' });
    const answer = await signIn({ userName: 'anna', password });
    expect(problemIn(answer).detail).toBe('Too many failed attempts: try again in 1 s');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '1']);
  });

  for (const [what, body, pointers] of [
    ['a member too many', { userName: 'anna', password, role: 'administrator' }, ['/role']],
    ['a wrong type', { userName: 'anna', password: 12 }, ['/password']],
    ['nothing', {}, ['/code']],
    ['a list', [], ['']],
    ['a code that is too short', { code: 'x' }, ['/code']],
    ['a name that is too long', { userName: 'x'.repeat(61), password }, ['/userName']],
  ] as [string, unknown, string[]][]) {
    it(`does not begin with ${what}`, async () => {
      const answer = await signIn(body);
      expect(problemIn(answer).errors?.map(({ pointer }) => pointer)).toEqual(pointers);
      expect([answer.statusCode, answer.cookies]).toEqual([400, []]);
    });
  }

  describe('and one’s own password', () => {
    it('is changed with the present one', async () => {
      expect((await changePassword({ current: password, password: 'another password' })).statusCode).toBe(204);
      expect((await signIn({ userName: 'anna', password: 'another password' })).statusCode).toBe(200);
      expect((await signIn({ userName: 'anna', password })).statusCode).toBe(401);
    });

    it('is not changed with a wrong one, and the field says so', async () => {
      const refused = problemIn(await changePassword({ current: 'wrong', password: 'another password' }));
      expect(refused.errors).toEqual([{ pointer: '/current', detail: 'This is not the present password' }]);
      expect((await signIn({ userName: 'anna', password })).statusCode).toBe(200);
    });

    it('must not be short', async () => {
      const refused = problemIn(await changePassword({ current: password, password: 'short' }));
      expect(refused.errors).toEqual([{ pointer: '/password', detail: 'At least 10 characters' }]);
    });

    it('is changed on the Master: a Backup names it and where its console is', async () => {
      gateway().place = backupPlace;
      const refused = problemIn(await changePassword({ current: password, password: 'another password' }));
      expect([refused.status, refused.code]).toEqual([409, 'notEditableHere']);
      expect(refused.master).toEqual({ name: 'Master A', address: 'http://a.plant:8088' });
    });
  });

  function signIn(body: unknown) {
    return gateway().askAs({}, 'POST', url, { body });
  }

  async function changePassword(body: unknown) {
    const { cookie, session: first } = await gateway().signIn();
    return gateway().askAs({ cookie, 'x-csrf-token': first.csrfToken ?? '' }, 'PUT', `${url}/password`, { body });
  }
});
