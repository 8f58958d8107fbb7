import { readFileSync } from 'node:fs';
import { exitCodes, StartError } from '../../exit-codes.ts';

export type SecretVariable = 'UNDERSTUDY_ADMIN_PASSWORD' | 'UNDERSTUDY_API_TOKEN' | 'UNDERSTUDY_PAIR_SECRET';
type Environment = Record<string, string | undefined>;

/**
 * A secret from the variable, or from the file that `…_FILE` names; `null` where neither is set. To be asked at the
 * very first start only: later the file may be gone. Throws a `StartError`, which never contains the secret.
 */
export function secretFrom(environment: Environment, variable: SecretVariable): string | null {
  const value = environment[variable];
  const path = environment[`${variable}_FILE`];
  if (value !== undefined && path !== undefined) throw wrong(`${variable} and ${variable}_FILE are both set: keep one`);
  if (path === undefined) return value === undefined ? null : filled(variable, value);
  return filled(`${variable}_FILE`, read(`${variable}_FILE`, path));
}

function read(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw wrong(`${variable}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function filled(variable: string, secret: string): string {
  if (secret === '') throw wrong(`${variable} is empty`);
  return secret;
}

function wrong(message: string): StartError {
  return new StartError(exitCodes.badCommandLine, message);
}
