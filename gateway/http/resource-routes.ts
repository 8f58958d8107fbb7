import * as z from 'zod/mini';
import { limitUpTo } from '#contract/list';
import { queryNumber } from '#contract/query-number';
import {
  resource,
  resourceList,
  resourceName,
  resourceType,
  resourceValues,
  saved,
  type ResourceType,
} from '#contract/resources';
import type { Resources } from '../config/resources/resources.ts';
import { GatewayError } from '../errors.ts';
import { requesterOf } from './access.ts';
import { exportRoute } from './export-route.ts';
import { changedSince, revisionIn } from './if-match.ts';
import { importRoute } from './import-route.ts';
import { checked } from './resource-file.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/resources';
const tags = ['Resources'];
const viewer = { needs: 'viewer' } as const;
const administrator = { needs: 'administrator' } as const;
/** A resource is at most a text of ten thousand characters, each of them escaped. */
const bodyLimit = 131_072;

const whole = queryNumber(0, 1_000_000_000);
const ofType = z.strictObject({ type: resourceType });
const one = z.strictObject({ type: resourceType, name: resourceName });
const window = z.strictObject({
  search: z._default(z.string().check(z.maxLength(200)), ''),
  limit: z._default(limitUpTo(1000), 100),
  offset: z._default(whole, 0),
});
const body = z.strictObject({ value: z.unknown() });

export function resourceRoutes(app: GatewayApp, resources: Resources): void {
  readingRoutes(app, resources);
  putRoute(app, resources);
  deleteRoute(app, resources);
  exportRoute(app, resources);
  importRoute(app, resources);
}

function readingRoutes(app: GatewayApp, resources: Resources): void {
  app.get(
    `${base}/:type`,
    {
      config: viewer,
      schema: {
        operationId: 'getResources',
        summary: 'Resources of a type, by name',
        tags,
        params: ofType,
        querystring: window,
        response: { 200: resourceList },
      },
    },
    ({ params, query }) => resources.list(params.type, query),
  );
  app.get(
    `${base}/:type/:name`,
    {
      config: viewer,
      schema: {
        operationId: 'getResource',
        summary: 'A resource; the ETag is its revision',
        tags,
        params: one,
        response: { 200: resource },
      },
    },
    ({ params }, reply) => {
      const found = resources.get(params.type, params.name);
      void reply.header('etag', `"${found.revision}"`);
      return found;
    },
  );
}

function putRoute(app: GatewayApp, resources: Resources): void {
  app.put(
    `${base}/:type/:name`,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'putResource',
        summary: 'Create a resource, or change the revision of it that If-Match names',
        tags,
        params: one,
        body,
        response: { 200: saved },
      },
    },
    async (request, reply) => {
      const { type, name } = request.params;
      resources.requireEditable();
      const { value } = checked(z.strictObject({ value: resourceValues[type] }), request.body);
      const by = { author: requesterOf(request).userName, expected: revisionIn(request) };
      checkPresent(resources, { type, name }, by.expected);
      const answer = await resources.put(type, name, value, by);
      void reply.header('etag', `"${answer.revision}"`);
      return answer;
    },
  );
}

function deleteRoute(app: GatewayApp, resources: Resources): void {
  app.delete(
    `${base}/:type/:name`,
    {
      config: administrator,
      schema: {
        operationId: 'deleteResource',
        summary: 'Delete the revision of a resource that If-Match names',
        tags,
        params: one,
        response: { 200: saved },
      },
    },
    (request) => {
      resources.requireEditable();
      const expected = revisionIn(request);
      if (expected === null) throw new GatewayError('preconditionRequired');
      const { type, name } = request.params;
      resources.get(type, name);
      checkPresent(resources, { type, name }, expected);
      return resources.remove(type, name, { author: requesterOf(request).userName, expected });
    },
  );
}

/** Says which revision there is. What changes between this and the save is refused there. */
function checkPresent(
  resources: Resources,
  { type, name }: { type: ResourceType; name: string },
  expected: number | 'any' | null,
): void {
  const present = resources.revision(type, name);
  if (typeof expected === 'number' && expected !== present)
    throw changedSince(present === null ? null : String(present));
}
