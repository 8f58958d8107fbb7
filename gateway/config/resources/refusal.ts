import { GatewayError } from '../../errors.ts';
import type { Change } from './config-store.ts';

/** Why changes that belong together may not be made; `null`: they may. `revision`: what a resource stands at now. */
export function refusalOf(
  changes: readonly Change[],
  revision: (type: string, name: string) => number | null,
): GatewayError | null {
  for (const { type, name, value, expected } of changes) {
    if (expected === 'any' && value !== null) continue;
    const present = revision(type, name);
    if (present === null && value === null) return new GatewayError('notFound', { detail: `There is no ${name}` });
    if (expected === 'any' || expected === present) continue;
    return new GatewayError(expected === null ? 'preconditionRequired' : 'preconditionFailed');
  }
  return null;
}
