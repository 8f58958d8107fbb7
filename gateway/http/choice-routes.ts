import * as z from 'zod/mini';
import { choiceDone, type DivergenceChoice } from '#contract/divergence';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { requesterOf } from './access.ts';
import { valueOf } from './action-refusal.ts';
import type { GatewayApp } from './zod-provider.ts';

const choices: readonly { choice: DivergenceChoice; path: string; summary: string }[] = [
  { choice: 'restoreMaster', path: 'restore-master', summary: 'Restore the Master from the Backup' },
  { choice: 'replaceBackup', path: 'replace-backup', summary: 'Replace the Backup by what the Master holds' },
];

/** While the two configurations have different histories: which of them stays. Asked on either node. */
export function choiceRoutes(app: GatewayApp, redundancy: Redundancy): void {
  for (const { choice, path, summary } of choices) {
    app.post(
      `/data/api/v1/redundancy/gwaction/${path}`,
      {
        config: { needs: 'administrator' },
        bodyLimit: 16_384,
        schema: {
          operationId: choice,
          summary: `${summary}; what is replaced is kept for download first`,
          tags: ['Redundancy'],
          body: z.optional(z.strictObject({})),
          response: { 200: choiceDone },
        },
      },
      async (request) => valueOf(await redundancy.actions.choose(choice, requesterOf(request)), redundancy.status()),
    );
  }
}
