import { type Receipts, receiptQuery, receipts } from '#contract/receipts';
import type { Receipt } from '#contract/runtime-frames';
import { pageOf } from './page-of.ts';
import type { GatewayApp } from './zod-provider.ts';

/** Answered writes that were not carried over. */
export interface ReceiptSource {
  /** Newest first. */
  all(): Receipt[];
}

export function receiptRoutes(app: GatewayApp, source: ReceiptSource): void {
  app.get(
    '/data/api/v1/redundancy/receipts',
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getRedundancyReceipts',
        summary: 'Answered writes that were given up because the other node had the newer data; newest first',
        tags: ['Redundancy'],
        querystring: receiptQuery,
        response: { 200: receipts },
      },
    },
    ({ query }): Receipts => pageOf(source.all(), query),
  );
}
