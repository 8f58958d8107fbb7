import * as z from 'zod/mini';
import {
  installedModules,
  largestModule,
  moduleId,
  type InstalledModule,
  type ModuleManifest,
} from '#contract/modules';
import { saved, type Saved } from '#contract/resources';
import { GatewayError } from '../errors.ts';
import { requesterOf } from './access.ts';
import type { GatewayApp } from './zod-provider.ts';

/** Programs of the pair. */
export interface ModuleSource {
  list(): InstalledModule[];
  /** Throws `badRequest` where the file is no module, and as an edit of the configuration does. */
  install(bytes: Uint8Array, author: string): Promise<{ manifest: ModuleManifest; saved: Saved }>;
  remove(id: string, author: string): Promise<Saved>;
}

const base = '/data/api/v1/modules';
const tags = ['Modules'];

export function moduleRoutes(app: GatewayApp, modules: ModuleSource): void {
  app.addContentTypeParser(
    'text/javascript',
    { parseAs: 'buffer', bodyLimit: largestModule },
    (_request, body, done) => {
      done(null, body);
    },
  );
  listRoute(app, modules);
  installRoute(app, modules);
  removeRoute(app, modules);
}

function listRoute(app: GatewayApp, modules: ModuleSource): void {
  app.get(
    base,
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getModules',
        summary: 'The modules of the pair, and whether they run on this node',
        tags,
        response: { 200: installedModules },
      },
    },
    () => {
      const items = modules.list();
      return { items, metadata: { total: items.length, matching: items.length, limit: items.length, offset: 0 } };
    },
  );
}

function installRoute(app: GatewayApp, modules: ModuleSource): void {
  app.post(
    base,
    {
      config: { needs: 'administrator' },
      bodyLimit: largestModule,
      schema: {
        operationId: 'installModule',
        summary: 'Install a module, or another version of it: the file itself, as text/javascript',
        tags,
        consumes: ['text/javascript'],
        response: { 200: z.extend(saved, { id: moduleId, version: z.string() }) },
      },
    },
    async (request) => {
      const { body } = request;
      if (!Buffer.isBuffer(body)) {
        throw new GatewayError('unsupportedMediaType', { detail: 'A module is sent as text/javascript' });
      }
      const { manifest, saved: answer } = await modules.install(body, requesterOf(request).userName);
      return { ...answer, id: manifest.id, version: manifest.version };
    },
  );
}

function removeRoute(app: GatewayApp, modules: ModuleSource): void {
  app.delete(
    `${base}/:id`,
    {
      config: { needs: 'administrator' },
      schema: {
        operationId: 'removeModule',
        summary: 'Remove a module from both nodes',
        tags,
        params: z.strictObject({ id: moduleId }),
        response: { 200: saved },
      },
    },
    (request) => modules.remove(request.params.id, requesterOf(request).userName),
  );
}
