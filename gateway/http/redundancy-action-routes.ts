import * as z from 'zod/mini';
import { failoverRequest, failoverResult, gwactionPreflight } from '#contract/gwaction';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { activateRoute } from './activate-route.ts';
import { choiceRoutes } from './choice-routes.ts';
import { maintenanceRoutes } from './maintenance-routes.ts';
import { requesterOf } from './access.ts';
import { valueOf } from './action-refusal.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/redundancy';
const tags = ['Redundancy'];
/** What is ordered is a few words. */
const bodyLimit = 16_384;
const polled = { needs: 'viewer', polled: true } as const;
const administrator = { needs: 'administrator' } as const;

/** What a person can order the pair to do. */
export function redundancyActionRoutes(app: GatewayApp, redundancy: Redundancy): void {
  preflightRoute(app, redundancy);
  failoverRoute(app, redundancy);
  resyncRoute(app, redundancy);
  takeBackRoute(app, redundancy);
  maintenanceRoutes(app, redundancy);
  activateRoute(app, redundancy);
  choiceRoutes(app, redundancy);
}

function preflightRoute(app: GatewayApp, redundancy: Redundancy): void {
  app.get(
    `${base}/gwaction`,
    {
      config: polled,
      schema: {
        operationId: 'getGatewayActions',
        summary: 'What each action would do now, or why it cannot',
        tags,
        response: { 200: gwactionPreflight },
      },
    },
    () => redundancy.actions.preflight(),
  );
}

function failoverRoute(app: GatewayApp, redundancy: Redundancy): void {
  app.post(
    `${base}/gwaction/failover`,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'failover',
        summary: 'Make the other node active; answered when it is',
        tags,
        body: z.optional(failoverRequest),
        response: { 200: failoverResult },
      },
    },
    async (request) =>
      valueOf(
        await redundancy.actions.failover(requesterOf(request), request.body?.comment ?? ''),
        redundancy.status(),
      ),
  );
}

function resyncRoute(app: GatewayApp, redundancy: Redundancy): void {
  app.post(
    `${base}/gwaction/resync`,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'resync',
        summary: 'Send the whole configuration to the Backup again; answered when it is applied',
        tags,
        body: z.optional(z.strictObject({})),
        response: { 200: z.object({ target: z.string() }) },
      },
    },
    async (request) => valueOf(await redundancy.actions.resync(requesterOf(request)), redundancy.status()),
  );
}

function takeBackRoute(app: GatewayApp, redundancy: Redundancy): void {
  app.post(
    `${base}/resume-takeback`,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'resumeTakeBack',
        summary: 'End the suspension of automatic take-back after flapping',
        tags,
        body: z.optional(z.strictObject({})),
        response: { 204: z.null() },
      },
    },
    (request, reply) => {
      valueOf(redundancy.actions.resumeTakeBack(requesterOf(request)), redundancy.status());
      void reply.code(204);
      return null;
    },
  );
}
