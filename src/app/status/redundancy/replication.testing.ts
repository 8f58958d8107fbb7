import type { Provider, Providers } from '#contract/providers';
import type { RedundancyEvent, RedundancyEvents } from '#contract/redundancy-events';
import { exampleAt } from '#contract/status.testing';

/** Tags that the Backup last took two seconds before `exampleAt`. */
export function someProvider(overrides: Partial<Provider> = {}): Provider {
  return {
    id: 'tag-config-resource',
    name: 'Tag Configuration',
    kind: 'config',
    direction: 'receives',
    lastPullAt: exampleAt - 2000,
    lastPullMs: 12.34,
    lastApplyMs: 3.2,
    fullSyncNeeded: false,
    restartRequired: false,
    lastError: null,
    pending: 0,
    queuedPerSec: 0,
    dispatchedPerSec: 0,
    ...overrides,
  };
}

export function someEvent(id: number, overrides: Partial<RedundancyEvent> = {}): RedundancyEvent {
  return {
    id,
    at: exampleAt + id * 1000,
    severity: 'info',
    reasonCode: 'activityLevel',
    reason: `reason ${id}`,
    provider: null,
    nodeId: 'A',
    ...overrides,
  };
}

export function providerList(items: Provider[]): Providers {
  return { items, metadata: { total: items.length, matching: items.length, limit: 100, offset: 0 } };
}

/** What a gateway with these events answers, as the contract says. */
export function eventsAfter(events: readonly RedundancyEvent[], query: URLSearchParams): RedundancyEvents {
  const after = query.get('after');
  const items =
    after === null
      ? events.toSorted((a, b) => b.id - a.id)
      : events.filter(({ id }) => id > Number(after)).toSorted((a, b) => a.id - b.id);
  return { items, metadata: { total: events.length, matching: items.length, limit: 200, offset: 0 } };
}
