import * as z from 'zod/mini';
import { newPassword } from '#contract/session';
import { exitCodes, StartError } from '../exit-codes.ts';
import type { Passwords } from './passwords.ts';
import { digest } from './secrets.ts';
import type { Users } from './users.ts';

/** Who administrates a gateway before anybody else was added. */
export const firstUserName = 'admin';

const token = z.string().check(z.minLength(16, 'At least 16 characters'), z.maxLength(200, 'At most 200 characters'));

export interface FirstSecrets {
  /** `UNDERSTUDY_ADMIN_PASSWORD`; without it `admin` signs in by a one-time link only. */
  adminPassword: string | null;
  /** `UNDERSTUDY_API_TOKEN`, with the role administrator. */
  apiToken: string | null;
}

/**
 * Makes the first user if there is none, and tells whether it did. The secrets are asked for only then: later the files
 * that held them may be gone. Throws a `StartError` for a secret that will not do.
 */
export async function makeFirstUser(
  users: Users,
  passwords: Passwords,
  askSecrets: () => FirstSecrets,
): Promise<boolean> {
  if (!users.isEmpty()) return false;
  const secrets = askSecrets();
  const adminPassword = checked('UNDERSTUDY_ADMIN_PASSWORD', newPassword, secrets.adminPassword);
  const apiToken = checked('UNDERSTUDY_API_TOKEN', token, secrets.apiToken);
  const passwordHash = adminPassword === null ? null : await passwords.hash(adminPassword);
  users.replaceAll({
    users: [{ name: firstUserName, role: 'administrator', passwordHash, chosenIn: null }],
    tokens: apiToken === null ? [] : [{ name: 'UNDERSTUDY_API_TOKEN', role: 'administrator', hash: digest(apiToken) }],
  });
  return true;
}

function checked(variable: string, schema: z.ZodMiniType<string>, value: string | null): string | null {
  if (value === null) return null;
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new StartError(exitCodes.badCommandLine, `${variable}: ${result.error.issues[0]?.message ?? 'not valid'}`);
}
