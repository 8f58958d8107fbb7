import { randomBytes } from 'node:crypto';
import { secretFrom } from '../config/node/environment.ts';
import { Database } from '../config/disk/database.ts';
import type { Identity } from '../config/node/identity.ts';
import type { NodeConfig } from '../config/node/node-config.ts';
import { Authentication } from '../security/authentication.ts';
import { firstUserName, makeFirstUser } from '../security/first-start.ts';
import { linkLifeMs, OneTimeCodes } from '../security/one-time-codes.ts';
import { Passwords } from '../security/passwords.ts';
import { Revocations } from '../security/revocations.ts';
import { securityMigrations } from '../security/security-database.ts';
import { SecurityProvider } from '../security/security-provider.ts';
import { Sessions } from '../security/sessions.ts';
import { SignIn } from '../security/sign-in.ts';
import { Throttle } from '../security/throttle.ts';
import { deriveTicketKey, Tickets } from '../security/tickets.ts';
import { type EditingPlace, Users } from '../security/users.ts';

export interface SecurityAssemblyParts {
  identity: Identity;
  environment: NodeJS.ProcessEnv;
  config: () => NodeConfig;
  place: EditingPlace;
  peerClockOffsetMs: () => number;
}

interface Signing {
  signIn: SignIn;
  authentication: Authentication;
}

const ticketKeyGeneration = 1;

/** Users, sessions, tickets: everything that says who asks. */
export class SecurityAssembly {
  readonly provider: SecurityProvider;
  readonly #parts: SecurityAssemblyParts;
  readonly #database: Database;
  readonly #users: Users;
  readonly #revocations: Revocations;
  readonly #passwords = new Passwords();
  readonly #codes: OneTimeCodes;

  constructor(path: string, parts: SecurityAssemblyParts) {
    this.#parts = parts;
    this.#database = new Database(path, { migrations: securityMigrations });
    this.#users = new Users(this.#database, parts.place);
    this.#revocations = new Revocations(this.#database, Date.now);
    this.#codes = new OneTimeCodes(this.#database, Date.now);
    this.provider = new SecurityProvider(this.#users, this.#revocations);
  }

  /** Throws a `StartError`. */
  open(): void {
    this.#database.open();
  }

  close(): void {
    this.#database.close();
  }

  /** Once the pairing secret is known. */
  signing(): Signing {
    const { identity, config, peerClockOffsetMs } = this.#parts;
    // Without a pairing secret no other node reads the tickets; a key of this process is as good as any.
    const secret = identity.pairSecret === null ? randomBytes(32) : Buffer.from(identity.pairSecret);
    const key = deriveTicketKey(secret, ticketKeyGeneration);
    const parts = {
      users: this.#users,
      revocations: this.#revocations,
      passwords: this.#passwords,
      sessions: new Sessions(this.#database, Date.now),
      codes: this.#codes,
      throttle: new Throttle(this.#database, Date.now),
      tickets: new Tickets({
        nodeId: identity.nodeId,
        key: () => key,
        now: Date.now,
        lifeMs: () => config().ticketLifeMs,
        peerClockOffsetMs,
      }),
    };
    return { signIn: new SignIn(parts), authentication: new Authentication(parts) };
  }

  /** Before anything is replicated, so that what a Backup makes for itself never replaces what the Master sends. */
  async firstSignInLink(): Promise<string | null> {
    const { environment, config } = this.#parts;
    const made = await makeFirstUser(this.#users, this.#passwords, () => ({
      adminPassword: secretFrom(environment, 'UNDERSTUDY_ADMIN_PASSWORD'),
      apiToken: secretFrom(environment, 'UNDERSTUDY_API_TOKEN'),
    }));
    const { nodeSettings, redundancy } = config();
    if (!made || redundancy.role === 'Backup') return null;
    const code = this.#codes.create({ userName: firstUserName, lifeMs: linkLifeMs });
    return `http://localhost:${nodeSettings.httpPort}/#sign-in=${code}`;
  }
}
