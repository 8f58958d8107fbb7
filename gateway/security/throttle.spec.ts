import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { GatewayError } from '../errors.ts';
import { type TestSecurity, TestClock, openSecurity } from './security.testing.ts';

describe('Throttle', () => {
  const path = useTemporaryDirectory();
  let clock: TestClock;
  let security: TestSecurity;
  beforeEach(() => {
    clock = new TestClock();
    security = openSecurity({ path: path('security.db'), clock });
  });
  afterEach(() => security.database.close());

  it('lets a person mistype a few times', () => {
    for (let typo = 0; typo < 5; typo += 1) attempt('10.0.0.5', 'anna');
    expect(waitOf('10.0.0.5', 'anna')).toBe(1000);
  });

  it('makes an address wait longer and longer, five minutes at most', () => {
    const waits: number[] = [];
    for (let failure = 0; failure < 16; failure += 1) {
      const waitMs = waitOf('10.0.0.5', 'anna');
      waits.push(waitMs);
      clock.advance(waitMs);
      attempt('10.0.0.5', 'anna');
    }
    expect(waits.slice(4, 9)).toEqual([0, 1000, 2000, 4000, 8000]);
    expect(waits.at(-1)).toBe(300_000);
  });

  it('never locks out another address', () => {
    failOften('10.0.0.5', 'anna');
    expect(waitOf('10.0.0.6', 'anna')).toBe(0);
  });

  it('slows down a crowd of addresses that guess at one account, except for each one’s first attempt', () => {
    for (let address = 1; address <= 12; address += 1) attempt(`10.0.0.${address}`, 'anna');
    expect(waitOf('10.0.0.1', 'anna')).toBeGreaterThan(0);
    expect(waitOf('10.0.0.1', 'vera')).toBe(0);
    expect(waitOf('10.0.0.99', 'anna')).toBe(0);
  });

  it('still knows after a restart', () => {
    failOften('10.0.0.5', 'anna');
    const before = waitOf('10.0.0.5', 'anna');
    security.database.close();
    security = openSecurity({ path: path('security.db'), clock });
    expect(waitOf('10.0.0.5', 'anna')).toBe(before);
    expect(before).toBeGreaterThan(0);
  });

  it('forgets after an hour of quiet', () => {
    failOften('10.0.0.5', 'anna');
    clock.advance(3_600_000);
    expect(waitOf('10.0.0.5', 'anna')).toBe(0);
  });

  it('does not make anybody wait longer because the clock was set back', () => {
    failOften('10.0.0.5', 'anna');
    clock.advance(-24 * 3_600_000);
    expect(waitOf('10.0.0.5', 'anna')).toBeLessThanOrEqual(300_000);
  });

  it('counts attempts that are made at the same time', () => {
    for (let parallel = 0; parallel < 5; parallel += 1) security.throttle.begin('10.0.0.5', 'anna');
    expect(() => security.throttle.begin('10.0.0.5', 'anna')).toThrowError(GatewayError);
  });

  it('does not let a good account pay for guesses at another one', () => {
    for (let guess = 0; guess < 4; guess += 1) attempt('10.0.0.5', 'anna');
    attempt('10.0.0.5', 'vera');
    security.throttle.succeeded('10.0.0.5', 'vera');
    attempt('10.0.0.5', 'anna');
    expect(waitOf('10.0.0.5', 'anna')).toBeGreaterThan(0);
  });

  function failOften(address: string, account: string): void {
    for (let failure = 0; failure < 8; failure += 1) {
      clock.advance(waitOf(address, account));
      attempt(address, account);
    }
  }

  function attempt(address: string, account: string): void {
    security.throttle.begin(address, account);
  }

  /** How long the address has to wait; makes no attempt. */
  function waitOf(address: string, account: string): number {
    try {
      security.throttle.begin(address, account);
      security.throttle.withdrawn(address, account);
      return 0;
    } catch (error) {
      return error instanceof GatewayError ? (error.details.retryAfterMs ?? NaN) : NaN;
    }
  }
});
