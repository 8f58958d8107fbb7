import type { Provider } from '#contract/providers';
import type { Role } from '#contract/roles';
import type { Counts } from '../../config/config-log.ts';
import { type ProviderDefinition, providerList } from './provider-list.ts';
import type { ProviderStatistics } from './provider-statistics.ts';

/** One row of the table for each provider of this node. */
export function providerRows(parts: {
  role: Role;
  /** This node is the active one: it sends the state of the plant, whatever its role is. */
  isActive: boolean;
  pending: Counts;
  /** Of the log of changes, bytes. */
  logLimit?: number;
  statistics: ProviderStatistics;
  fullSyncNeeded: (provider: ProviderDefinition) => boolean;
}): Provider[] {
  const { role, pending, statistics, logLimit } = parts;
  if (role === 'Independent') return [];
  return providerList.map((provider) => ({
    id: provider.id,
    name: provider.name,
    kind: provider.kind,
    direction: (provider.kind === 'runtime' ? parts.isActive : role === 'Master') ? 'sends' : 'receives',
    ...statistics.pullFacts(provider.id),
    fullSyncNeeded: parts.fullSyncNeeded(provider),
    // Nothing that runs is built from these providers yet, so nothing has to be started again for them.
    restartRequired: false,
    pending: pending[provider.id] ?? 0,
    ...(provider.by === 'chain' && role === 'Master' && logLimit !== undefined ? { pendingLimit: logLimit } : {}),
    ...statistics.rates(provider.id),
  }));
}
