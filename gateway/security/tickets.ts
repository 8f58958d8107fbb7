import { createHmac, hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';
import { userRole } from '#contract/roles';
import { sameSecret } from './secrets.ts';

const prefix = 'us1';

const claims = z.strictObject({
  /** The node that signed it, whose clock the times are of. */
  issuer: z.string(),
  sessionId: z.string(),
  userName: z.string(),
  role: userRole,
  expiresAt: z.number(),
  /** Of the user when the session began. */
  credential: z.string(),
  /** When the session behind it ends and it is renewed no more. */
  endsAt: z.number(),
});
type Claims = z.infer<typeof claims>;

/** What a ticket says of its bearer, with times of this node's clock. */
export type TicketFacts = Omit<Claims, 'issuer'>;

/** Both nodes of a pair derive the same key; it is never sent. A new generation makes all older tickets void. */
export function deriveTicketKey(pairSecret: Uint8Array, generation: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', pairSecret, '', `understudy ticket ${generation}`, 32));
}

export interface TicketOptions {
  nodeId: string;
  /** The key in force now. */
  key: () => Uint8Array;
  now: () => number;
  /** How long a ticket opens whatever its bearer may do. Whoever holds it renews it before. */
  lifeMs: () => number;
  /** The other node's clock minus this one's, as last measured: its tickets must not suffer from a wrong clock. */
  peerClockOffsetMs: () => number;
}

/** Signs and reads tickets: who has a session on one node is known on the other, without asking the first. */
export class Tickets {
  readonly #options: TicketOptions;

  constructor(options: TicketOptions) {
    this.#options = options;
  }

  issue(facts: Omit<TicketFacts, 'expiresAt'>): { ticket: string; ticketRemainingMs: number } {
    const { nodeId, now, lifeMs } = this.#options;
    const expiresAt = Math.min(now() + lifeMs(), facts.endsAt);
    const payload = encode({ ...facts, issuer: nodeId, expiresAt });
    return { ticket: `${prefix}.${payload}.${this.#sign(payload)}`, ticketRemainingMs: Math.max(0, expiresAt - now()) };
  }

  /** `null` for what is not a ticket, not of this pair, or expired. */
  read(text: string): TicketFacts | null {
    const facts = this.readForRenewal(text);
    return facts !== null && facts.expiresAt > this.#options.now() ? facts : null;
  }

  /** Of an expired ticket too, until the session behind it ends. */
  readForRenewal(text: string): TicketFacts | null {
    const [head, payload, signature, ...rest] = text.split('.');
    if (head !== prefix || payload === undefined || signature === undefined || rest.length > 0) return null;
    if (!sameSecret(signature, this.#sign(payload))) return null;
    const parsed = z.safeParse(claims, decode(payload));
    if (!parsed.success) return null;
    const facts = this.#inOwnTime(parsed.data);
    return facts.endsAt > this.#options.now() ? facts : null;
  }

  #inOwnTime({ issuer, ...facts }: Claims): TicketFacts {
    const offsetMs = issuer === this.#options.nodeId ? 0 : this.#options.peerClockOffsetMs();
    return { ...facts, expiresAt: facts.expiresAt - offsetMs, endsAt: facts.endsAt - offsetMs };
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#options.key()).update(`${prefix}.${payload}`).digest('base64url');
  }
}

/** Whether the text claims to be a ticket, as against an API token. */
export function looksLikeTicket(text: string): boolean {
  return text.startsWith(`${prefix}.`);
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
