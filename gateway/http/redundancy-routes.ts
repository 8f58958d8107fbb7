import * as z from 'zod/mini';
import { failoverRequest, failoverResult, gwactionPreflight } from '#contract/gwaction';
import { redundancyConfig } from '#contract/redundancy-config';
import { redundancyStatus, relayedStatus } from '#contract/redundancy-status';
import { GatewayError } from '../errors.ts';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { requesterOf } from './access.ts';
import { valueOf } from './action-refusal.ts';
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
  preflightRoute(app, redundancy);
  failoverRoute(app, redundancy);
  resyncRoute(app, redundancy);
  takeBackRoute(app, redundancy);
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
        summary: 'This node’s redundancy settings',
        tags,
        response: { 200: redundancyConfig },
      },
    },
    () => redundancy.config(),
  );
  app.put(
    `${base}/config`,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'putRedundancyConfig',
        summary: 'Change this node’s redundancy settings; they are applied live',
        tags,
        body: redundancyConfig,
        response: { 200: redundancyConfig },
      },
    },
    (request) => redundancy.changeConfig(request.body, requesterOf(request)),
  );
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
    () => redundancy.preflight(),
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
      valueOf(await redundancy.failover(requesterOf(request), request.body?.comment ?? ''), redundancy.status()),
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
    async (request) => valueOf(await redundancy.resync(requesterOf(request)), redundancy.status()),
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
      valueOf(redundancy.resumeTakeBack(requesterOf(request)), redundancy.status());
      void reply.code(204);
      return null;
    },
  );
}
