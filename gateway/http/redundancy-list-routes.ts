import { providerQuery, providers, providerSortMembers } from '#contract/providers';
import { eventQuery, type EventQuery, redundancyEvents, type RedundancyEvents } from '#contract/redundancy-events';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { pageOf } from './page-of.ts';
import type { GatewayApp } from './zod-provider.ts';

/** What this node has written down of the pair. */
export interface EventSource {
  query(query: EventQuery): RedundancyEvents;
}

const base = '/data/api/v1/redundancy';
const tags = ['Redundancy'];
const polled = { needs: 'viewer', polled: true } as const;

export function redundancyListRoutes(app: GatewayApp, redundancy: Redundancy, events: EventSource): void {
  app.get(
    `${base}/providers`,
    {
      config: polled,
      schema: {
        operationId: 'getRedundancyProviders',
        summary: 'What this node sends to its peer or takes from it, with figures',
        tags,
        querystring: providerQuery,
        response: { 200: providers },
      },
    },
    ({ query }) =>
      pageOf(redundancy.providers(), query, { searched: ({ name }) => name, sortMembers: providerSortMembers }),
  );
  app.get(
    `${base}/events`,
    {
      config: polled,
      schema: {
        operationId: 'getRedundancyEvents',
        summary: 'Full synchronisations, changes of activity, and what went wrong; newest first',
        tags,
        querystring: eventQuery,
        response: { 200: redundancyEvents },
      },
    },
    ({ query }) => events.query(query),
  );
}
