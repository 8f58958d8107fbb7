import { runtimeNodes, runtimeNodesQuery } from '#contract/runtime-nodes';
import type { Redundancy } from '../redundancy/redundancy.ts';
import type { GatewayApp } from './zod-provider.ts';

export function runtimeNodesRoutes(app: GatewayApp, redundancy: Redundancy): void {
  app.get(
    '/data/api/v1/runtime/nodes',
    {
      config: { needs: 'viewer', polled: true },
      schema: {
        operationId: 'getRuntimeNodes',
        summary: 'Where a browser reaches each node of the pair',
        tags: ['Runtime'],
        querystring: runtimeNodesQuery,
        response: { 200: runtimeNodes },
      },
    },
    ({ query, protocol }) => redundancy.runtimeNodes(query.scheme ?? protocol),
  );
}
