import { redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import { redundancyStatus, relayedStatus } from '#contract/redundancy-status';
import { GatewayError } from '../errors.ts';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { requesterOf } from './access.ts';
import { checkRevision, revisionOf } from './if-match.ts';
import { redundancyActionRoutes } from './redundancy-action-routes.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/redundancy';
const tags = ['Redundancy'];
/** Settings are a few hundred bytes. */
const bodyLimit = 16_384;
const viewer = { needs: 'viewer' } as const;
const polled = { needs: 'viewer', polled: true } as const;
const administrator = { needs: 'administrator' } as const;

export function redundancyRoutes(app: GatewayApp, redundancy: Redundancy): void {
  statusRoutes(app, redundancy);
  configRoutes(app, redundancy);
  redundancyActionRoutes(app, redundancy);
}

function statusRoutes(app: GatewayApp, redundancy: Redundancy): void {
  app.get(
    base,
    {
      config: polled,
      schema: {
        operationId: 'getRedundancyStatus',
        summary: 'What this node is and does now, and what it knows of its peer',
        tags,
        response: { 200: redundancyStatus },
      },
    },
    () => redundancy.status(),
  );
  app.get(
    `${base}/peer`,
    {
      config: polled,
      schema: {
        operationId: 'getPeerStatus',
        summary: 'The peer’s own status as it last came over the link',
        tags,
        response: { 200: relayedStatus },
      },
    },
    () => {
      const status = redundancy.peer();
      if (status === null) throw new GatewayError('notFound', { detail: 'The peer was not heard since the start' });
      return status;
    },
  );
}

function configRoutes(app: GatewayApp, redundancy: Redundancy): void {
  app.get(
    `${base}/config`,
    {
      config: viewer,
      schema: {
        operationId: 'getRedundancyConfig',
        summary: 'This node’s redundancy settings; the ETag is their revision',
        tags,
        response: { 200: redundancyConfig },
      },
    },
    (_request, reply) => {
      const config = redundancy.config();
      void reply.header('etag', etag(config));
      return config;
    },
  );
  app.put(
    `${base}/config`,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'putRedundancyConfig',
        summary: 'Change them; applied live. If-Match names the revision that was read; without it any is overwritten',
        tags,
        body: redundancyConfig,
        response: { 200: redundancyConfig },
      },
    },
    async (request, reply) => {
      // Clients of the known API send no If-Match.
      checkRevision(request.headers['if-match'], revision(redundancy.config()));
      const config = await redundancy.changeConfig(request.body, requesterOf(request));
      void reply.header('etag', etag(config));
      return config;
    },
  );
}

function etag(config: RedundancyConfig): string {
  return `"${revision(config)}"`;
}

/** Parsed, so that members stand in the order of the schema: the revision is taken from the text. */
function revision(config: RedundancyConfig): string {
  return revisionOf(redundancyConfig.parse(config));
}
