import * as z from 'zod/mini';
import { userRole } from './roles.ts';

const userName = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
const password = z.string().check(z.minLength(1), z.maxLength(200));
/** What a new password must be. */
export const newPassword = z
  .string()
  .check(z.minLength(10, 'At least 10 characters'), z.maxLength(200, 'At most 200 characters'));

/** `POST /data/api/v1/session`: with name and password, or with the code of a one-time link. */
export const signInRequest = z.union([
  z.strictObject({ userName, password }),
  z.strictObject({ code: z.string().check(z.minLength(16), z.maxLength(200)) }),
]);
export type SignInRequest = z.infer<typeof signInRequest>;

/** `GET /data/api/v1/session`, and the answer to signing in. */
export const session = z.object({
  userName: z.string(),
  role: userRole,
  /** Goes back in `X-CSRF-Token` with every change that the cookie authenticates. */
  csrfToken: z.nullable(z.string()),
  /** For the other node: `Authorization: Bearer`. Renewed there. */
  ticket: z.string(),
  /** Time the ticket has left, ms, when answered: independent of the reader's clock. */
  ticketRemainingMs: z.number(),
  /** When everything ends and a person signs in again, epoch ms. */
  endsAt: z.number(),
  /** The account has no password yet (signed in by a one-time link). */
  passwordNeeded: z.boolean(),
});
export type Session = z.infer<typeof session>;

/** `POST /data/api/v1/session/ticket`: a fresh one for that of a session that goes on, expired or not. */
export const ticketAnswer = z.object({ ticket: z.string(), ticketRemainingMs: z.number() });
export type TicketAnswer = z.infer<typeof ticketAnswer>;

/** `POST /data/api/v1/session/code`: a one-time code that signs the same person in on the answering node. */
export const codeAnswer = z.object({ code: z.string(), expiresInMs: z.number() });
export type CodeAnswer = z.infer<typeof codeAnswer>;

/** `PUT /data/api/v1/session/password`. `current` is left out where there is none yet. */
export const passwordChange = z.strictObject({ current: z.optional(password), password: newPassword });
export type PasswordChange = z.infer<typeof passwordChange>;
