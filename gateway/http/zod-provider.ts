import type {
  FastifyInstance,
  FastifySchemaCompiler,
  FastifySerializerCompiler,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  FastifyBaseLogger,
} from 'fastify';
import * as z from 'zod/mini';
import { InvalidInput } from './invalid-input.ts';

/** Routes state their input and output as schemas of the contract; handlers get what the schema made of it. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.core.$ZodType ? z.output<this['schema']> : unknown;
  serializer: this['schema'] extends z.core.$ZodType ? z.input<this['schema']> : unknown;
}

/** The HTTP application, as the files of routes see it. */
export type GatewayApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Nothing is dropped and nothing is guessed: what the schema does not allow is refused. */
export const validatorCompiler: FastifySchemaCompiler<z.core.$ZodType> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    // Fastify hands over `null` where there is no body.
    const result = z.safeParse(schema, data ?? undefined);
    return result.success
      ? { value: result.data }
      : { error: new InvalidInput(httpPart ?? 'body', result.error.issues) };
  };
};

/** Answers are made by this program and checked by its types, so they are not parsed again. */
export const serializerCompiler: FastifySerializerCompiler<z.core.$ZodType> = () => (data) => JSON.stringify(data);

const noMembers = z.strictObject({});

/**
 * A query that a route of the API does not know is refused, as a wrong member is everywhere: a typo in a script is
 * noticed. What load balancers ask lies elsewhere, and takes what they add.
 */
export function refuseUnknownQueries(app: GatewayApp): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/data/api/v1/') || route.schema?.querystring !== undefined) return;
    route.schema = { ...route.schema, querystring: noMembers };
  });
}
