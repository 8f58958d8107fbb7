import { moduleValue } from '#contract/modules';
import * as z from 'zod/mini';
import { GatewayError } from '../../errors.ts';
import type { Change } from './config-store.ts';

/** A module that has no file would be missing on both nodes. `has`: by hash. Throws `badRequest`. */
export function requireFile(
  { type, name, value }: Pick<Change, 'type' | 'name' | 'value'>,
  has: (sha256: string) => boolean,
): void {
  if (type !== 'module' || value === null) return;
  const { sha256 } = z.parse(moduleValue, JSON.parse(value));
  if (has(sha256)) return;
  const detail = `The file of the module ${name} is not here: install it with POST /data/api/v1/modules`;
  throw new GatewayError('badRequest', { detail });
}
