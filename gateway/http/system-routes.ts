import * as z from 'zod/mini';
import type { GatewayInfo } from '#contract/gateway-info';
import { heartbeat } from '#contract/heartbeat';
import type { RedundancyStatus } from '#contract/redundancy-status';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { addressOf } from './access.ts';
import { RuntimePages } from './runtime-pages.ts';
import type { GatewayApp } from './zod-provider.ts';

const tags = ['System'];
const open = { needs: 'open', polled: true } as const;
/** A load balancer may check under its own name, and says no more here than the heartbeat says to everybody. */
const check = { ...open, anyName: true } as const;
const text = 'text/plain; charset=utf-8';

/** For health checks, load balancers and runtime pages: open, so they say nothing of the other node. */
export function systemRoutes(
  app: GatewayApp,
  redundancy: Redundancy,
  info: () => GatewayInfo,
  now: () => number,
): void {
  healthRoutes(app, redundancy, info);
  heartbeatRoute(app, redundancy, new RuntimePages(now));
  app.get(
    '/system/role',
    {
      config: check,
      schema: {
        operationId: 'getRole',
        summary: '200 on the active node, 503 elsewhere',
        tags,
        response: plain(200, 503),
      },
    },
    (_request, reply) => {
      const { runningState } = redundancy.heartbeat();
      return reply
        .code(runningState === 'Running' ? 200 : 503)
        .type(text)
        .send(runningState);
    },
  );
}

function heartbeatRoute(app: GatewayApp, redundancy: Redundancy, pages: RuntimePages): void {
  app.get(
    '/system/heartbeat',
    {
      // A runtime page may be served by any other program, and a public address is tested before it is saved.
      config: { ...check, cors: { origin: '*' } },
      schema: {
        operationId: 'getHeartbeat',
        summary: 'Whether this node does the work, for runtime pages',
        tags,
        querystring: z.object({ page: z.optional(z.string().check(z.maxLength(40))) }),
        response: { 200: heartbeat },
      },
    },
    (request) => {
      const { page } = request.query;
      if (page !== undefined) pages.heard(page, addressOf(request));
      const beat = redundancy.heartbeat();
      return beat.runningState === 'Running' ? { ...beat, spreadMs: pages.spreadMs() } : beat;
    },
  );
}

function healthRoutes(app: GatewayApp, redundancy: Redundancy, info: () => GatewayInfo): void {
  app.get(
    '/system/gwinfo',
    {
      config: open,
      schema: { operationId: 'getGwinfo', summary: 'State of this node as key=value;', tags, response: plain(200) },
    },
    (_request, reply) => reply.type(text).send(gwinfo(info(), redundancy.status())),
  );
  // Scripts know it at both addresses.
  for (const [url, operationId] of [
    ['/system/StatusPing', 'getStatusPing'],
    ['/StatusPing', 'getStatusPingAtRoot'],
  ] as const) {
    const summary = 'That the gateway runs; a standby does too';
    const schema = { operationId, summary, tags, response: { 200: z.object({ state: z.literal('RUNNING') }) } };
    app.get(url, { config: check, schema }, () => ({ state: 'RUNNING' as const }));
  }
}

function gwinfo({ version, platformName }: GatewayInfo, status: RedundancyStatus): string {
  const members = {
    ContextStatus: 'RUNNING',
    PlatformName: platformName,
    PlatformEdition: '',
    Version: version,
    RedundancyStatus: status.role,
    RedundantState: status.projectState,
    RedundantNodeActiveStatus: status.activityLevel,
  };
  return Object.entries(members)
    .map(([key, value]) => `${key}=${value.replace(/[;=\p{Cc}]/gu, ' ')};`)
    .join('');
}

function plain(...codes: number[]): Record<number, z.ZodMiniString> {
  return Object.fromEntries(codes.map((code) => [code, z.string()]));
}
