import { type NodeSettings, type NodeSettingsView, nodeSettings, nodeSettingsView } from '#contract/node-settings';
import type { GatewayApp } from './zod-provider.ts';

/** This node's own settings. */
export interface NodeSettingsSource {
  view(): NodeSettingsView;
  /** Another one after every change. */
  revision(): string;
  /** `ifMatch` is the header as it came. All or nothing, durable when it returns; throws a `GatewayError`. */
  change(settings: NodeSettings, ifMatch: string | null): NodeSettingsView;
}

const url = '/data/api/v1/networking/node-settings';
const tags = ['Networking'];

export function nodeSettingsRoutes(app: GatewayApp, source: NodeSettingsSource): void {
  app.get(
    url,
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getNodeSettings',
        summary: 'This node’s name, ports and public address; the ETag is their revision',
        tags,
        response: { 200: nodeSettingsView },
      },
    },
    (_request, reply) => {
      void reply.header('etag', etag(source));
      return source.view();
    },
  );
  app.put(
    url,
    {
      config: { needs: 'administrator' },
      bodyLimit: 16_384,
      schema: {
        operationId: 'putNodeSettings',
        summary: 'Change them; If-Match names the revision that was read',
        tags,
        body: nodeSettings,
        response: { 200: nodeSettingsView },
      },
    },
    (request, reply) => {
      const view = source.change(request.body, request.headers['if-match'] ?? null);
      void reply.header('etag', etag(source));
      return view;
    },
  );
}

function etag(source: NodeSettingsSource): string {
  return `"${source.revision()}"`;
}
