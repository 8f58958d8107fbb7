import * as z from 'zod/mini';
import { userRole } from './roles.ts';

const name = z.string().check(z.minLength(1), z.maxLength(60));
/** SHA-256, base64url. */
const sha256 = z.string().check(z.regex(/^[\w-]{43}$/));

/** `scrypt$logN$r$p$salt$hash`, salt and hash in base64url. */
export const passwordHash = z.string().check(z.regex(/^scrypt\$(?:1[0-7])\$8\$1\$[\w-]{22}\$[\w-]{43}$/));

/** One who can sign in; without a hash only by a one-time link. */
export const userRecord = z.strictObject({
  name,
  role: userRole,
  passwordHash: z.nullable(passwordHash),
  /** The session that chose the password: it goes on, the others that are older end. `null`: none did. */
  chosenIn: z._default(z.nullable(z.string()), null),
});
export type UserRecord = z.infer<typeof userRecord>;

/** What a script carries instead of a session. The token itself is kept nowhere. */
export const apiTokenRecord = z.strictObject({ name, role: userRole, hash: sha256 });
export type ApiTokenRecord = z.infer<typeof apiTokenRecord>;

/** What the provider `security` sends from Master to Backup, whole. Sorted by name: equal states are equal text. */
export const securityState = z
  .strictObject({
    users: z.array(userRecord).check(z.maxLength(10_000)),
    tokens: z.array(apiTokenRecord).check(z.maxLength(10_000)),
  })
  .check(
    z.refine((state) => distinct(state.users) && distinct(state.tokens), { error: 'Two records have the same name' }),
  );
export type SecurityState = z.infer<typeof securityState>;

/** A session that was ended by hand: neither its cookie nor its tickets count any more, on either node. */
export const revocation = z.strictObject({
  sessionId: z.string().check(z.minLength(16), z.maxLength(64)),
  /** When it was ended, epoch ms. */
  at: z.number(),
  /** From when on it need not be remembered: the session would have ended by itself. */
  expiresAt: z.number(),
});
export type Revocation = z.infer<typeof revocation>;

/** What both nodes unite by session id. */
export const revocations = z.array(revocation).check(z.maxLength(100_000));
export type Revocations = z.infer<typeof revocations>;

function distinct(records: readonly { name: string }[]): boolean {
  return new Set(records.map((record) => record.name)).size === records.length;
}
