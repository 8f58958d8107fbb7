import * as z from 'zod/mini';
import {
  longestMaintenanceMs,
  maintenanceRequest,
  maintenanceResult,
  type MaintenanceRequest,
} from '#contract/gwaction';
import { GatewayError } from '../errors.ts';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { requesterOf } from './access.ts';
import { valueOf } from './action-refusal.ts';
import type { GatewayApp } from './zod-provider.ts';

const url = '/data/api/v1/redundancy/maintenance';
const tags = ['Redundancy'];
const bodyLimit = 4096;
const administrator = { needs: 'administrator' } as const;

/** Automatic failover off, until a time; and on again. */
export function maintenanceRoutes(app: GatewayApp, redundancy: Redundancy): void {
  app.put(
    url,
    {
      config: administrator,
      bodyLimit,
      schema: {
        operationId: 'putMaintenance',
        summary: 'Suspend automatic failover until a time; answered when both nodes have it on disk',
        tags,
        body: maintenanceRequest,
        response: { 200: maintenanceResult },
      },
    },
    async (request) => {
      const { body } = request;
      const order = { forMs: lengthOf(body, redundancy), reason: body.reason };
      return valueOf(await redundancy.actions.maintain(order, requesterOf(request)), redundancy.status());
    },
  );
  app.delete(
    url,
    {
      config: administrator,
      schema: {
        operationId: 'deleteMaintenance',
        summary: 'End it now; a standby that waits for the end takes over at once',
        tags,
        response: { 204: z.null() },
      },
    },
    (request, reply) => {
      valueOf(redundancy.actions.endMaintenance(requesterOf(request)), redundancy.status());
      void reply.code(204);
      return null;
    },
  );
}

/** In ms; by this node's clock where an end is given. */
function lengthOf({ forMs, untilAt = 0 }: MaintenanceRequest, redundancy: Redundancy): number {
  if (forMs !== undefined) return forMs;
  const remainingMs = untilAt - (redundancy.status().understudy?.clock.at ?? 0);
  const wrong = (detail: string) => new GatewayError('badRequest', { errors: [{ pointer: '/untilAt', detail }] });
  if (remainingMs < 1000) throw wrong('This time is over');
  if (remainingMs > longestMaintenanceMs) throw wrong('At most a week from now');
  return remainingMs;
}
