import { changeoverQuery, type ChangeoverQuery, changeovers, type Changeovers } from '#contract/changeovers';
import type { GatewayApp } from './zod-provider.ts';

/** The changeovers of the pair, as this node knows them. */
export interface ChangeoverSource {
  query(query: ChangeoverQuery): Changeovers;
}

export function changeoverRoutes(app: GatewayApp, source: ChangeoverSource): void {
  app.get(
    '/data/api/v1/redundancy/changeovers',
    {
      config: { needs: 'viewer', polled: true },
      schema: {
        operationId: 'getChangeovers',
        summary: 'Each change of who is active, with its cause and the gap; newest first, the same on both nodes',
        tags: ['Redundancy'],
        querystring: changeoverQuery,
        response: { 200: changeovers },
      },
    },
    ({ query }) => source.query(query),
  );
}
