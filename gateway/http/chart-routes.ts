import { chartQuery, type ChartQuery, charts, type Charts } from '#contract/charts';
import type { GatewayApp } from './zod-provider.ts';

/** What this node measured over time. */
export interface ChartSource {
  query(query: ChartQuery): Charts;
}

export function chartRoutes(app: GatewayApp, source: ChartSource): void {
  app.get(
    '/data/api/v1/redundancy/charts',
    {
      config: { needs: 'viewer', polled: true },
      schema: {
        operationId: 'getRedundancyCharts',
        summary: 'What the Master kept on disk for its Backup, over time; empty on any other node',
        tags: ['Redundancy'],
        querystring: chartQuery,
        response: { 200: charts },
      },
    },
    ({ query }) => source.query(query),
  );
}
