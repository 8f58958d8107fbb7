import { Database } from '../config/disk/database.ts';
import { Authentication } from './authentication.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { Passwords } from './passwords.ts';
import { Revocations } from './revocations.ts';
import { digest } from './secrets.ts';
import { securityMigrations } from './security-database.ts';
import { SecurityProvider } from './security-provider.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Throttle } from './throttle.ts';
import { Tickets, deriveTicketKey } from './tickets.ts';
import { type EditingPlace, Users } from './users.ts';

/** A clock that stands still until a spec moves it. */
export class TestClock {
  at = Date.UTC(2026, 0, 1);
  readonly now = (): number => this.at;

  advance(ms: number): void {
    this.at += ms;
  }
}

export interface TestSecurityOptions {
  path: string;
  clock: TestClock;
  nodeId?: string;
  pairSecret?: string;
  place?: EditingPlace;
  peerClockOffsetMs?: number;
}

export type TestSecurity = ReturnType<typeof openSecurity>;

/** Everything about security of one node, over a real database file; hashing is made cheap. */
export function openSecurity(options: TestSecurityOptions) {
  const { path, clock, nodeId = 'node-a', pairSecret = 'pair one', place = masterPlace } = options;
  const database = new Database(path, { migrations: securityMigrations });
  database.open();
  const users = new Users(database, place);
  const parts = {
    users,
    passwords: new Passwords({ logN: 10 }),
    sessions: new Sessions(database, clock.now),
    revocations: new Revocations(database, clock.now),
    tickets: new Tickets({
      nodeId,
      key: () => deriveTicketKey(Buffer.from(pairSecret), 1),
      now: clock.now,
      lifeMs: () => 60_000,
      peerClockOffsetMs: () => options.peerClockOffsetMs ?? 0,
    }),
    codes: new OneTimeCodes(database, clock.now),
    throttle: new Throttle(database, clock.now),
  };
  return {
    ...parts,
    database,
    signIn: new SignIn(parts),
    authentication: new Authentication(parts),
    provider: new SecurityProvider(users, parts.revocations),
  };
}

export const password = 'correct horse battery';
export const tokens = { administrator: 'administrator-token', viewer: 'viewer-token-0123' };

/** `anna` administrates, `vera` looks on, `olga` operates and has no password; a token for a script of each kind. */
export async function addPeople({ users, passwords }: Pick<TestSecurity, 'users' | 'passwords'>): Promise<void> {
  const passwordHash = await passwords.hash(password);
  users.replaceAll({
    users: [
      { name: 'anna', role: 'administrator', passwordHash, chosenIn: null },
      { name: 'olga', role: 'operator', passwordHash: null, chosenIn: null },
      { name: 'vera', role: 'viewer', passwordHash, chosenIn: null },
    ],
    tokens: [
      { name: 'script', role: 'administrator', hash: digest(tokens.administrator) },
      { name: 'watcher', role: 'viewer', hash: digest(tokens.viewer) },
    ],
  });
}

export const masterPlace: EditingPlace = { isHere: () => true, master: () => null };
export const backupPlace: EditingPlace = {
  isHere: () => false,
  master: () => ({ name: 'Master A', address: 'http://a.plant:8088' }),
};
