import type { Provider } from '#contract/providers';
import type { Role } from '#contract/roles';
import type { Counts } from '../../config/resources/counts.ts';
import { type ProviderDefinition, providerList } from './provider-list.ts';
import type { ProviderStatistics } from './provider-statistics.ts';

interface RowParts {
  role: Role;
  /** This node is the active one: it sends the state of the plant, whatever its role is. */
  isActive: boolean;
  pending: Counts;
  /** Of the log of changes, bytes. */
  logLimit?: number;
  /** What runs on this node is not what its configuration says. */
  restartRequired?: boolean;
  /** The present link is not encrypted: what is sent whole (users and tokens) does not go over it. */
  isWithheld?: boolean;
  statistics: ProviderStatistics;
  fullSyncNeeded: (provider: ProviderDefinition) => boolean;
}

/** One row of the table for each provider of this node; two for what goes both ways. */
export function providerRows(parts: RowParts): Provider[] {
  const { role, isActive } = parts;
  if (role === 'Independent') return [];
  return providerList.flatMap((provider) =>
    directionsOf(provider, role, isActive).map((direction) => rowOf(provider, direction, parts)),
  );
}

function directionsOf({ kind }: ProviderDefinition, role: Role, isActive: boolean): Provider['direction'][] {
  if (kind === 'shared') return ['sends', 'receives'];
  return (kind === 'runtime' ? isActive : role === 'Master') ? ['sends'] : ['receives'];
}

function rowOf(provider: ProviderDefinition, direction: Provider['direction'], parts: RowParts): Provider {
  const { role, pending, statistics, logLimit } = parts;
  // What was written here is not waited for here.
  const isTaken = provider.by === 'records' && direction === 'receives';
  return {
    id: provider.id,
    name: provider.name,
    kind: provider.kind,
    direction,
    ...statistics.pullFacts(provider.id),
    fullSyncNeeded: parts.fullSyncNeeded(provider),
    restartRequired: provider.by === 'chain' && parts.restartRequired === true,
    ...(provider.by === 'whole' && parts.isWithheld === true ? { withheld: true } : {}),
    pending: isTaken ? 0 : (pending[provider.id] ?? 0),
    ...(provider.by === 'chain' && role === 'Master' && logLimit !== undefined ? { pendingLimit: logLimit } : {}),
    ...(isTaken ? { queuedPerSec: 0, dispatchedPerSec: 0 } : statistics.rates(provider.id)),
  };
}
