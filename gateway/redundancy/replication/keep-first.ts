import { GatewayError } from '../../errors.ts';
import type { ConfigStore } from '../../config/resources/config-store.ts';

/**
 * Keeps what is here before it is replaced. From the copy on nothing is written that would not be in it, until the
 * replacement ends. Throws `unavailable` while an import is under way.
 */
export async function keepFirst(
  store: Pick<ConfigStore, 'frozen' | 'isWrittenBeside' | 'stage'>,
  keep: () => Promise<string>,
): Promise<string> {
  if (store.isWrittenBeside) throw new GatewayError('unavailable', { detail: 'An import is under way' });
  store.frozen = 'The configuration is being replaced by that of the Backup';
  try {
    return await keep();
  } catch (error) {
    if (store.stage.position === null) store.frozen = null;
    throw error;
  }
}
