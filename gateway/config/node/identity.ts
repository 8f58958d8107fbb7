import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { role, type Role } from '#contract/roles';
import * as z from 'zod/mini';
import { exitCodes, StartError } from '../../exit-codes.ts';
import type { DataDirectory } from '../disk/data-directory.ts';
import { readIfThere, writeDurably } from '../disk/durable-file.ts';

const lastPeer = z.strictObject({ nodeId: z.string(), name: z.string(), addresses: z.array(z.string()) });
/** The peer as it was last seen; `addresses` are origins or `host:port`, best first. */
export type LastPeer = z.infer<typeof lastPeer>;

const pairRecord = z.strictObject({
  /** Made by the Master, adopted by the Backup at the first link. */
  pairId: z.nullable(z.string()),
  /** Fingerprint of the pinned certificate by node id. */
  peerCertificates: z.record(z.string(), z.string()),
  lastPeer: z.nullable(lastPeer),
  role,
  /** Raised by every change of the role. */
  roleGeneration: z.int(),
});
/** What this node knows of the pair that it belongs to. */
export type PairRecord = z.infer<typeof pairRecord>;

const stored = z.strictObject({ nodeId: z.string(), secretWasGiven: z.boolean(), pair: pairRecord });
type Stored = z.infer<typeof stored>;

/** Who this node is: its id, the secret and the record of its pair. Kept in `identity.json` and `pair-secret`. */
export class Identity {
  readonly #file: string;
  readonly #secretFile: string;
  #stored: Stored | null = null;
  #secret: string | null = null;
  #firstStart = false;

  constructor(directory: DataDirectory) {
    this.#file = directory.file('identity.json');
    this.#secretFile = directory.file('pair-secret');
  }

  /**
   * Reads who the node is, or makes it up in an empty directory. `givenSecret` is asked only while there is no secret.
   * Throws a `StartError` for a damaged file, and for a secret that is too short.
   */
  start(currentRole: Role, givenSecret: () => string | null): void {
    this.#stored = readIdentity(this.#file);
    this.#firstStart = this.#stored === null;
    this.#secret = readSecret(this.#secretFile);
    const given = this.#secret === null || this.#firstStart ? checkedSecret(givenSecret()) : null;
    if (given !== null) this.#keepSecret(given);
    if (this.#stored === null) {
      const pair = { pairId: null, peerCertificates: {}, lastPeer: null, role: currentRole, roleGeneration: 0 };
      this.#save({ nodeId: randomUUID(), secretWasGiven: given !== null, pair });
    }
    this.changeRole(currentRole);
  }

  /** The directory was empty when the process started. */
  get firstStart(): boolean {
    return this.#firstStart;
  }

  /** The pair existed before this directory: its secret came from outside at the very first start. */
  get secretWasGiven(): boolean {
    return this.#known().secretWasGiven;
  }

  get nodeId(): string {
    return this.#known().nodeId;
  }

  /** `null` on a Backup that was never given one: it cannot link. */
  get pairSecret(): string | null {
    return this.#secret;
  }

  get pair(): PairRecord {
    return this.#known().pair;
  }

  /** Keeps the role with its generation, and makes what a Master needs: the id of the pair and a secret. */
  changeRole(newRole: Role): void {
    if (newRole !== 'Backup' && this.#secret === null) this.#keepSecret(randomBytes(32).toString('base64url'));
    const { pair } = this;
    const raised = pair.role === newRole ? 0 : 1;
    const pairId = newRole === 'Master' ? (pair.pairId ?? this.#pairIdOfSecret()) : pair.pairId;
    if (raised === 0 && pairId === pair.pairId) return;
    this.changePair({ role: newRole, roleGeneration: pair.roleGeneration + raised, pairId });
  }

  /** Durable when it returns. Throws `storageFailed`, and then nothing is changed. */
  changePair(change: Partial<PairRecord>): void {
    const known = this.#known();
    this.#save({ ...known, pair: { ...known.pair, ...change } });
  }

  /** Trusts a certificate for a node from now on; others of that node are no longer trusted. */
  pinPeer(nodeId: string, fingerprint: string): void {
    if (this.pair.peerCertificates[nodeId] === fingerprint) return;
    this.changePair({ peerCertificates: { ...this.pair.peerCertificates, [nodeId]: fingerprint } });
  }

  #known(): Stored {
    if (this.#stored === null) throw new Error('The identity is not read yet');
    return this.#stored;
  }

  #save(changed: Stored): void {
    writeDurably(this.#file, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
    this.#stored = changed;
  }

  /** Whoever was given the secret of a pair belongs to it, even on a new disk. */
  #pairIdOfSecret(): string {
    if (this.#secret === null) return randomUUID();
    return createHmac('sha256', this.#secret).update('understudy pair id').digest('base64url').slice(0, 32);
  }

  #keepSecret(secret: string): void {
    writeDurably(this.#secretFile, `${secret}\n`, { mode: 0o600 });
    this.#secret = secret;
  }
}

function readIdentity(path: string): Stored | null {
  const text = readIfThere(path);
  if (text === null) return null;
  try {
    return z.parse(stored, JSON.parse(text));
  } catch {
    throw new StartError(exitCodes.directoryUnusable, `${path} is damaged: restore it, or start in an empty directory`);
  }
}

const secretPattern = /^[\x21-\x7e]{32,200}$/;

function readSecret(path: string): string | null {
  const secret = readIfThere(path)?.trim() ?? null;
  if (secret === null || secretPattern.test(secret)) return secret;
  throw new StartError(exitCodes.directoryUnusable, `${path} is damaged: restore it`);
}

function checkedSecret(secret: string | null): string | null {
  if (secret === null || secretPattern.test(secret)) return secret;
  const message = 'UNDERSTUDY_PAIR_SECRET must be 32 to 200 characters without spaces, made at random';
  throw new StartError(exitCodes.badCommandLine, message);
}
