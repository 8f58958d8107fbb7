import swagger from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import * as z from 'zod/mini';
import { problem } from '#contract/problem';
import type { GatewayApp } from './zod-provider.ts';

type Direction = 'input' | 'output';

/** Must be registered before the routes that it describes. */
export async function describeApi(app: GatewayApp, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Understudy gateway', version },
      components: {
        securitySchemes: {
          apiToken: { type: 'apiKey', in: 'header', name: 'X-Ignition-API-Token' },
          bearer: { type: 'http', scheme: 'bearer', description: 'An API token, or a ticket of a session' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: described(schema, route.config?.needs === 'open'), url }),
  });
}

export function openapiRoutes(app: GatewayApp): void {
  app.get(
    '/openapi.json',
    {
      config: { needs: 'open' },
      schema: {
        operationId: 'getOpenapi',
        summary: 'This description',
        tags: ['System'],
        response: { 200: z.unknown() },
      },
    },
    () => app.swagger(),
  );
}

/** The route's schema in JSON Schema, as OpenAPI 3.1 has it. */
function described({ body, querystring, params, response, ...rest }: FastifySchema = {}, open: boolean): FastifySchema {
  return {
    ...rest,
    security: open ? [] : [{ apiToken: [] }, { bearer: [] }],
    ...(isSchema(body) ? { body: jsonSchema(body, 'input') } : {}),
    ...(isSchema(querystring) ? { querystring: jsonSchema(querystring, 'input') } : {}),
    ...(isSchema(params) ? { params: jsonSchema(params, 'input') } : {}),
    response: { ...answers(response), '4xx': refusal },
  };
}

function answers(response: unknown): Record<string, unknown> {
  if (typeof response !== 'object' || response === null) return {};
  const entries = Object.entries(response).filter((entry): entry is [string, z.core.$ZodType] => isSchema(entry[1]));
  return Object.fromEntries(
    entries.map(([code, schema]) => [code, { ...jsonSchema(schema, 'output'), description: '' }]),
  );
}

function jsonSchema(schema: z.core.$ZodType, io: Direction): object {
  const described = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // OpenAPI states the dialect once, for the document.
  delete described.$schema;
  return described;
}

const refusal = {
  description: 'Refused; `code` says why',
  content: { 'application/problem+json': { schema: jsonSchema(problem, 'output') } },
};

function isSchema(value: unknown): value is z.core.$ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value;
}
