import { activateRequest, activateResult } from '#contract/gwaction';
import { GatewayError } from '../errors.ts';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { requesterOf } from './access.ts';
import { valueOf } from './action-refusal.ts';
import type { GatewayApp } from './zod-provider.ts';

/** "Activate this node now": by force, whatever the other node does. */
export function activateRoute(app: GatewayApp, redundancy: Redundancy): void {
  app.post(
    '/data/api/v1/redundancy/gwaction/activate',
    {
      config: { needs: 'administrator' },
      bodyLimit: 4096,
      schema: {
        operationId: 'activate',
        summary: 'Make this node active by force, without its peer; needs the name of this node, typed',
        tags: ['Redundancy'],
        body: activateRequest,
        response: { 200: activateResult },
      },
    },
    async (request) => {
      const name = redundancy.status().understudy?.name;
      if (request.body.nodeName !== name) {
        const errors = [{ pointer: '/nodeName', detail: `Type the name of this node exactly: ${name}` }];
        throw new GatewayError('badRequest', { errors });
      }
      return valueOf(await redundancy.actions.activate(requesterOf(request)), redundancy.status());
    },
  );
}
