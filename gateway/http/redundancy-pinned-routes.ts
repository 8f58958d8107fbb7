import { pinnedConfig } from '#contract/redundancy-config';
import type { Redundancy } from '../redundancy/redundancy.ts';
import type { GatewayApp } from './zod-provider.ts';

/** Beside the settings, whose members are those of a known API. */
export function redundancyPinnedRoutes(app: GatewayApp, redundancy: Redundancy): void {
  app.get(
    '/data/api/v1/redundancy/config/pinned',
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getPinnedRedundancyConfig',
        summary: 'Which redundancy settings a command line flag sets, so that nobody can change them',
        tags: ['Redundancy'],
        response: { 200: pinnedConfig },
      },
    },
    () => ({ pinned: redundancy.pinnedConfig() }),
  );
}
