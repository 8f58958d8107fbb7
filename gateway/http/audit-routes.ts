import { auditEntries, type AuditEntries, auditQuery, type AuditQuery } from '#contract/audit';
import type { GatewayApp } from './zod-provider.ts';

/** Who did what on either node, as this node knows it. */
export interface AuditSource {
  query(query: AuditQuery): AuditEntries;
}

export function auditRoutes(app: GatewayApp, source: AuditSource): void {
  app.get(
    '/data/api/v1/audit',
    {
      config: { needs: 'administrator', polled: true },
      schema: {
        operationId: 'getAudit',
        summary: 'Who did what on either node, from where, before and after; newest first, the same on both nodes',
        tags: ['Audit'],
        querystring: auditQuery,
        response: { 200: auditEntries },
      },
    },
    ({ query }) => source.query(query),
  );
}
