import type { Provider } from '#contract/providers';
import type { Role } from '#contract/roles';
import type { Counts } from '../../config/config-log.ts';
import { providerList } from './provider-list.ts';
import type { ProviderStatistics } from './provider-statistics.ts';

/** One row of the table for each provider of this node. */
export function providerRows(parts: {
  role: Role;
  pending: Counts;
  statistics: ProviderStatistics;
  fullSyncNeeded: (by: 'chain' | 'whole') => boolean;
}): Provider[] {
  const { role, pending, statistics } = parts;
  if (role === 'Independent') return [];
  return providerList.map(({ id, name, kind, by }) => ({
    id,
    name,
    kind,
    direction: role === 'Master' ? 'sends' : 'receives',
    ...statistics.pullFacts(id),
    fullSyncNeeded: parts.fullSyncNeeded(by),
    // Nothing that runs is built from these providers yet, so nothing has to be started again for them.
    restartRequired: false,
    pending: pending[id] ?? 0,
    ...statistics.rates(id),
  }));
}
