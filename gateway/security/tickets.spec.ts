import { TestClock } from './security.testing.ts';
import { Tickets, deriveTicketKey, looksLikeTicket } from './tickets.ts';

const ticketLifeMs = 60_000;
const twelveHoursMs = 12 * 3_600_000;

describe('Tickets', () => {
  let clock: TestClock;
  beforeEach(() => (clock = new TestClock()));

  it('made on one node are read on the other node of the pair', () => {
    const { ticket, ticketRemainingMs } = node('a').issue(facts());
    expect(looksLikeTicket(ticket)).toBeTrue();
    expect(ticketRemainingMs).toBe(ticketLifeMs);
    expect(node('b').read(ticket)).toEqual({ ...facts(), expiresAt: clock.at + ticketLifeMs });
  });

  it('live a minute', () => {
    const { ticket } = node('a').issue(facts());
    clock.advance(ticketLifeMs - 1);
    expect(node('b').read(ticket)).not.toBeNull();
    clock.advance(1);
    expect(node('b').read(ticket)).toBeNull();
  });

  it('are read after that by who gives a fresh one for them, until the session ends', () => {
    const { ticket } = node('a').issue(facts());
    clock.advance(twelveHoursMs - 1);
    expect(node('b').readForRenewal(ticket)?.sessionId).toBe('a session id');
    expect(node('b', { secret: 'pair two' }).readForRenewal(ticket)).toBeNull();
    clock.advance(1);
    expect(node('b').readForRenewal(ticket)).toBeNull();
  });

  it('end with the session', () => {
    const { ticket, ticketRemainingMs } = node('a').issue({ ...facts(), endsAt: clock.at + 5000 });
    expect(ticketRemainingMs).toBe(5000);
    clock.advance(5000);
    expect(node('a').read(ticket)).toBeNull();
  });

  it('of another pair, or of an older generation of the key, count nothing', () => {
    const { ticket } = node('a').issue(facts());
    expect(node('b', { secret: 'pair two' }).read(ticket)).toBeNull();
    expect(node('b', { generation: 2 }).read(ticket)).toBeNull();
  });

  it('that were tampered with count nothing', () => {
    const { ticket } = node('b').issue({ ...facts(), role: 'viewer' });
    const [head, payload = '', signature] = ticket.split('.');
    const claims = Buffer.from(payload, 'base64url').toString().replace('viewer', 'administrator');
    const forged = [head, Buffer.from(claims).toString('base64url'), signature].join('.');
    expect(node('b').read(ticket)).not.toBeNull();
    expect(node('b').read(forged)).toBeNull();
  });

  for (const text of [
    '',
    'us1',
    'us1..',
    'us1.e30.e30',
    'us1.e30.e30.e30',
    'nonsense',
    `us1.${'x'.repeat(100_000)}.y`,
  ]) {
    it(`are not "${text.slice(0, 20)}"`, () => expect(node('a').read(text)).toBeNull());
  }

  it('do not suffer from a clock that is an hour wrong on the other node', () => {
    const offsetMs = 3_600_000;
    const { ticket } = node('b', { aheadMs: offsetMs }).issue({
      ...facts(),
      endsAt: clock.at + offsetMs + twelveHoursMs,
    });
    const read = node('a', { peerClockOffsetMs: offsetMs }).read(ticket);
    expect(read?.expiresAt).toBe(clock.at + ticketLifeMs);
    expect(read?.endsAt).toBe(clock.at + twelveHoursMs);
  });

  function node(nodeId: string, setup: { secret?: string; generation?: number } & Clocks = {}): Tickets {
    const { secret = 'pair one', generation = 1, aheadMs = 0, peerClockOffsetMs = 0 } = setup;
    return new Tickets({
      nodeId,
      key: () => deriveTicketKey(Buffer.from(secret), generation),
      now: () => clock.now() + aheadMs,
      lifeMs: () => ticketLifeMs,
      peerClockOffsetMs: () => peerClockOffsetMs,
    });
  }

  function facts() {
    const endsAt = Date.UTC(2026, 0, 1) + twelveHoursMs;
    const who = { userName: 'anna', role: 'administrator' as const, credential: 'of anna' };
    return { sessionId: 'a session id', ...who, endsAt };
  }
});

interface Clocks {
  aheadMs?: number;
  peerClockOffsetMs?: number;
}
