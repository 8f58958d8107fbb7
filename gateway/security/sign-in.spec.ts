import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { GatewayError } from '../errors.ts';
import { handOffLifeMs, linkLifeMs } from './one-time-codes.ts';
import type { Principal } from './principal.ts';
import { type TestSecurity, TestClock, addPeople, backupPlace, openSecurity, password } from './security.testing.ts';
import { sessionLifeMs } from './sessions.ts';
import type { SignedIn } from './sign-in.ts';

const here = '10.0.0.5';

describe('Signing in', () => {
  const path = useTemporaryDirectory();
  let clock: TestClock;
  let a: TestSecurity;
  let b: TestSecurity;
  beforeEach(async () => {
    clock = new TestClock();
    a = openSecurity({ path: path('a.db'), clock, nodeId: 'a' });
    b = openSecurity({ path: path('b.db'), clock, nodeId: 'b', place: backupPlace });
    await addPeople(a);
    b.provider.applyState(a.provider.exportState());
  });
  afterEach(() => [a, b].forEach(({ database }) => database.close()));

  it('by password opens a session that lasts twelve hours', async () => {
    const signedIn = await a.signIn.withPassword('anna', password, here);
    expect(byCookie(a, signedIn)).toEqual(jasmine.objectContaining({ userName: 'anna', role: 'administrator' }));
    clock.advance(sessionLifeMs);
    expect(() => byCookie(a, signedIn)).toThrowError('The session has ended');
  });

  it('works on the Backup with the users of the Master', async () => {
    const signedIn = await b.signIn.withPassword('anna', password, here);
    expect(byCookie(b, signedIn)?.userName).toBe('anna');
  });

  it('survives a restart of the gateway', async () => {
    const signedIn = await a.signIn.withPassword('anna', password, here);
    a.database.close();
    a = openSecurity({ path: path('a.db'), clock, nodeId: 'a' });
    expect(byCookie(a, signedIn)?.userName).toBe('anna');
  });

  for (const [userName, typed] of [
    ['anna', 'wrong'],
    ['nobody', password],
    ['olga', password],
    ['olga', ''],
  ] as const) {
    it(`is refused in the same words to ${userName} with "${typed}"`, async () => {
      const refused = a.signIn.withPassword(userName, typed, here);
      await expectAsync(refused).toBeRejectedWith(new GatewayError('signInFailed'));
    });
  }

  it('is slowed down for who guesses, and only counts failures', async () => {
    for (let day = 0; day < 10; day += 1) await a.signIn.withPassword('anna', password, here);
    for (let guess = 0; guess < 5; guess += 1) await a.signIn.withPassword('anna', 'guess', here).catch(() => null);
    await expectAsync(a.signIn.withPassword('anna', password, here)).toBeRejectedWithError(/try again in 1 s/);
    clock.advance(1000);
    await expectAsync(a.signIn.withPassword('anna', password, here)).toBeResolved();
  });

  it('by a one-time link works once', () => {
    const code = a.codes.create({ userName: 'olga', lifeMs: linkLifeMs });
    const signedIn = a.signIn.withCode(code, here);
    expect(byCookie(a, signedIn)?.userName).toBe('olga');
    expect(a.signIn.describe(signedIn.principal).passwordNeeded).toBeTrue();
    expect(() => a.signIn.withCode(code, here)).toThrowError(GatewayError);
  });

  it('by a one-time link works within the hour', () => {
    const code = a.codes.create({ userName: 'olga', lifeMs: linkLifeMs });
    clock.advance(linkLifeMs);
    expect(() => a.signIn.withCode(code, here)).toThrowError(GatewayError);
  });

  it('by a link that another process printed while the gateway runs', () => {
    const other = openSecurity({ path: path('a.db'), clock, nodeId: 'a' });
    const code = other.codes.create({ userName: 'anna', lifeMs: linkLifeMs });
    other.database.close();
    expect(a.signIn.withCode(code, here).principal.userName).toBe('anna');
  });

  it('on one node opens the console of the other one, as the same session', async () => {
    const { principal } = await a.signIn.withPassword('anna', password, here);
    const onB = byTicket(b, a.signIn.describe(principal).ticket);
    const { code, expiresInMs } = b.signIn.handOffCode(onB);
    expect(expiresInMs).toBe(handOffLifeMs);
    const opened = b.signIn.withCode(code, here);
    expect(byCookie(b, opened)).toEqual(
      jasmine.objectContaining({ sessionId: principal.sessionId, role: 'administrator' }),
    );
    expect(opened.principal.endsAt).toBe(principal.endsAt);
  });

  it('lasts on the other node as long as the session, by renewing the ticket there, though the first node is dead', async () => {
    const { principal } = await a.signIn.withPassword('anna', password, here);
    let { ticket } = a.signIn.describe(principal);
    a.database.close();
    for (let renewals = 0; renewals < 30; renewals += 1) {
      clock.advance(30_000);
      ticket = b.signIn.ticket(byTicket(b, ticket)).ticket;
    }
    clock.advance(sessionLifeMs);
    expect(() => byTicket(b, ticket)).toThrowError('The ticket is not valid or has expired');
  });

  it('is exchanged for a fresh ticket on the other node after nobody answered for hours, while the session lasts', async () => {
    const { principal } = await a.signIn.withPassword('anna', password, here);
    const { ticket } = a.signIn.describe(principal);
    clock.advance(sessionLifeMs - 1000);
    expect(() => byTicket(b, ticket)).toThrowError('The ticket is not valid or has expired');
    const fresh = b.signIn.ticket(byTicket(b, ticket, { renews: true }));
    expect(fresh.ticketRemainingMs).toBe(1000);
    expect(byTicket(b, fresh.ticket).sessionId).toBe(principal.sessionId);
    clock.advance(1000);
    expect(() => byTicket(b, ticket, { renews: true })).toThrowError('The ticket is not valid or has expired');
  });

  it('out ends what an expired ticket is exchanged for, on both nodes, for as long as its session would have lasted', async () => {
    const { principal } = await a.signIn.withPassword('anna', password, here);
    const { ticket } = a.signIn.describe(principal);
    b.signIn.signOut(byTicket(b, ticket));
    a.provider.uniteRevocations(b.provider.exportRevocations());
    for (const passMs of [120_000, sessionLifeMs - 121_000]) {
      clock.advance(passMs);
      for (const node of [a, b]) {
        expect(() => byTicket(node, ticket, { renews: true })).toThrowError('The session has ended');
      }
    }
  });

  it('by a code goes on where others mistype passwords at the same address', async () => {
    const { principal } = await a.signIn.withPassword('anna', password, here);
    for (let guess = 0; guess < 5; guess += 1) await a.signIn.withPassword('anna', 'guess', here).catch(() => null);
    const { code } = a.signIn.handOffCode(principal);
    expect(a.signIn.withCode(code, here).principal.sessionId).toBe(principal.sessionId);
    expect(() => a.signIn.withCode(code, here)).toThrowError(/try again in 1 s/);
  });

  it('out on one node ends cookie, tickets and codes on both', async () => {
    const signedIn = await a.signIn.withPassword('anna', password, here);
    const { ticket } = a.signIn.describe(signedIn.principal);
    const { code } = b.signIn.handOffCode(byTicket(b, ticket));
    b.signIn.signOut(byTicket(b, ticket));
    a.provider.uniteRevocations(b.provider.exportRevocations());
    expect(() => byCookie(a, signedIn)).toThrowError('The session has ended');
    for (const node of [a, b]) expect(() => byTicket(node, ticket)).toThrowError('The session has ended');
    expect(() => b.signIn.withCode(code, here)).toThrowError(GatewayError);
  });

  it('gives no more rights on the other node than the user has there', async () => {
    const { principal } = await a.signIn.withPassword('vera', password, here);
    const { ticket } = a.signIn.ticket({ ...principal, role: 'administrator' });
    expect(byTicket(b, ticket).role).toBe('viewer');
  });

  it('opens a Master whose directory was emptied too, where the user was made anew', async () => {
    const { principal } = await b.signIn.withPassword('anna', password, here);
    const passwordHash = await a.passwords.hash(password);
    a.users.replaceAll({ users: [{ name: 'anna', role: 'administrator', passwordHash, chosenIn: null }], tokens: [] });
    expect(byTicket(a, b.signIn.describe(principal).ticket).userName).toBe('anna');
  });

  it('is over for a user whom the Master does not have any more', async () => {
    const signedIn = await b.signIn.withPassword('vera', password, here);
    const { users, tokens } = a.provider.exportState();
    b.provider.applyState({ users: users.filter(({ name }) => name !== 'vera'), tokens });
    expect(() => byCookie(b, signedIn)).toThrowError('The session has ended');
  });

  describe('and choosing a password', () => {
    it('needs no present one after a one-time link', async () => {
      const { principal } = a.signIn.withCode(a.codes.create({ userName: 'olga', lifeMs: linkLifeMs }), here);
      await a.signIn.changePassword(principal, { password: 'olga’s own password' }, here);
      expect(a.signIn.describe(principal).passwordNeeded).toBeFalse();
      await expectAsync(a.signIn.withPassword('olga', 'olga’s own password', here)).toBeResolved();
    });

    for (const current of [undefined, 'wrong']) {
      it(`is refused with the present one ${current ?? 'left out'}`, async () => {
        const { principal } = await a.signIn.withPassword('anna', password, here);
        const before = a.provider.exportState();
        const change = { password: 'another password', ...(current === undefined ? {} : { current }) };
        const refused = a.signIn.changePassword(principal, change, here);
        await expectAsync(refused).toBeRejectedWithError(GatewayError, 'The password was not changed');
        expect(a.provider.exportState()).toEqual(before);
      });
    }

    it('ends the other sessions of the user, not this one', async () => {
      const [here1, elsewhere] = [await signInAnna(), await signInAnna()];
      await a.signIn.changePassword(here1.principal, { current: password, password: 'another password' }, here);
      expect(byCookie(a, here1)?.userName).toBe('anna');
      expect(() => byCookie(a, elsewhere)).toThrowError('The session has ended');
      expect(a.provider.exportRevocations().map(({ sessionId }) => sessionId)).toEqual([elsewhere.principal.sessionId]);
    });

    it('ends those that were opened on the other node, with their tickets and codes, however old', async () => {
      const opened = await b.signIn.withPassword('anna', password, here);
      const { ticket } = b.signIn.describe(opened.principal);
      const { code } = b.signIn.handOffCode(opened.principal);
      const { principal } = await signInAnna();
      await a.signIn.changePassword(principal, { current: password, password: 'another password' }, here);
      b.provider.applyState(a.provider.exportState());
      expect(() => byCookie(b, opened)).toThrowError('The session has ended');
      expect(() => b.signIn.withCode(code, here)).toThrowError(GatewayError);
      for (const node of [a, b]) expect(() => byTicket(node, ticket)).toThrowError('The session has ended');
      clock.advance(120_000);
      for (const node of [a, b]) {
        expect(() => byTicket(node, ticket, { renews: true })).toThrowError('The session has ended');
      }
    });

    it('leaves the session alone in which it is done, on both nodes', async () => {
      const { principal } = await b.signIn.withPassword('anna', password, here);
      const { ticket } = b.signIn.describe(principal);
      const here1 = byTicket(a, ticket);
      await a.signIn.changePassword(here1, { current: password, password: 'another password' }, here);
      b.provider.applyState(a.provider.exportState());
      for (const node of [a, b]) expect(byTicket(node, ticket).sessionId).toBe(principal.sessionId);
    });

    it('is done on the Master: the Backup says so and names it', async () => {
      const { principal } = await b.signIn.withPassword('anna', password, here);
      for (const current of [password, 'wrong']) {
        const refused = b.signIn.changePassword(principal, { current, password: 'another password' }, here);
        await expectAsync(refused).toBeRejectedWithError(/edited on the Master, Master A/);
      }
      await expectAsync(b.signIn.withPassword('anna', password, here)).toBeResolved();
    });

    function signInAnna(): Promise<SignedIn> {
      return a.signIn.withPassword('anna', password, here);
    }
  });
});

function byCookie(node: TestSecurity, { cookieSecret }: SignedIn): Principal | null {
  return node.authentication.principalOf({ cookie: cookieSecret, apiToken: undefined, authorization: undefined });
}

function byTicket(node: TestSecurity, ticket: string, { renews = false } = {}) {
  const authorization = `Bearer ${ticket}`;
  const principal = node.authentication.principalOf({ authorization, cookie: undefined, apiToken: undefined, renews });
  if (principal?.kind !== 'ticket') throw new Error('Not accepted as a ticket');
  return principal;
}
