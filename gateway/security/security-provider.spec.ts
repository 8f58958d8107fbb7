import type { SecurityState } from '#contract/security-state';
import { securityState } from '#contract/security-state';
import * as z from 'zod/mini';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { type TestSecurity, TestClock, addPeople, backupPlace, openSecurity } from './security.testing.ts';

describe('The provider "security"', () => {
  const path = useTemporaryDirectory();
  let clock: TestClock;
  let master: TestSecurity;
  let backup: TestSecurity;
  let said: string[];
  beforeEach(async () => {
    clock = new TestClock();
    said = [];
    master = openSecurity({ path: path('a.db'), clock });
    backup = openSecurity({ path: path('b.db'), clock, place: backupPlace });
    await addPeople(master);
    master.provider.onChange((change) => said.push(`master ${change}`));
    backup.provider.onChange((change) => said.push(`backup ${change}`));
  });
  afterEach(() => [master, backup].forEach(({ database }) => database.close()));

  it('makes the Backup’s users and tokens those of the Master', () => {
    expect(backup.provider.stateHash()).not.toBe(master.provider.stateHash());
    backup.provider.applyState(overTheWire(master.provider.exportState()));
    expect(backup.provider.exportState()).toEqual(master.provider.exportState());
    expect(backup.provider.stateHash()).toBe(master.provider.stateHash());
  });

  it('applies nothing of a state that cannot be applied whole', () => {
    backup.provider.applyState(master.provider.exportState());
    const before = backup.provider.exportState();
    const [anna] = before.users;
    const twice: SecurityState = { users: [anna!, { ...anna!, role: 'viewer' }], tokens: [] };
    expect(() => backup.provider.applyState(twice)).toThrow();
    expect(backup.provider.exportState()).toEqual(before);
  });

  for (const [what, change] of [
    ['an unknown member', { rights: [] }],
    ['two users of one name', { users: [vera(), vera()] }],
    ['a password in clear', { users: [{ ...vera(), passwordHash: 'secret' }] }],
    ['an unknown role', { users: [{ ...vera(), role: 'root' }] }],
  ] as const) {
    it(`has no state with ${what}`, () => {
      const state = { ...master.provider.exportState(), ...change };
      expect(z.safeParse(securityState, state).success).toBeFalse();
    });
  }

  it('tells the Master’s link of an edit, and the Backup’s of none', () => {
    master.users.setPasswordHash('anna', { passwordHash: vera().passwordHash, chosenIn: null });
    backup.provider.applyState(master.provider.exportState());
    expect(said).toEqual(['master state']);
  });

  it('unites revocations of both sides, and then falls silent', () => {
    master.revocations.add('session of the master', clock.at + 1000);
    backup.revocations.add('session of the backup', clock.at + 1000);
    for (let exchange = 0; exchange < 3; exchange += 1) {
      master.provider.uniteRevocations(backup.provider.exportRevocations());
      backup.provider.uniteRevocations(master.provider.exportRevocations());
    }
    expect(master.provider.exportRevocations()).toEqual(backup.provider.exportRevocations());
    expect(master.provider.exportRevocations().length).toBe(2);
    expect(said.length).toBe(4);
  });

  it('forgets revocations a day after their sessions would have ended', () => {
    master.revocations.add('session of the master', clock.at + 1000);
    clock.advance(24 * 3_600_000 + 1000);
    expect(master.provider.exportRevocations()).toEqual([]);
  });
});

function vera() {
  return { name: 'vera', role: 'viewer', passwordHash: `scrypt$10$8$1$${'A'.repeat(22)}$${'B'.repeat(43)}` };
}

function overTheWire(state: SecurityState): SecurityState {
  return z.parse(securityState, JSON.parse(JSON.stringify(state)));
}
