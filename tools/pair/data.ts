import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { PairOptions } from './options.ts';

/** Makes the folder of the pair, and the secret that both gateways read at their first start: gives its file. */
export function prepareData({ dataDirectory, fresh }: PairOptions): string {
  const secretFile = join(dataDirectory, 'pair-secret');
  try {
    if (fresh) {
      for (const name of ['master', 'backup', 'pair-secret']) {
        rmSync(join(dataDirectory, name), { recursive: true, force: true });
      }
    }
    mkdirSync(dataDirectory, { recursive: true });
    if (!existsSync(secretFile)) writeFileSync(secretFile, randomBytes(32).toString('hex'), { mode: 0o600 });
    return secretFile;
  } catch (error) {
    throw new Refusal(`${dataDirectory} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
