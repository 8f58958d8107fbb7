import type { FastifyRequest } from 'fastify';
import { liveQuery, runtimeProjects } from '#contract/runtime-live';
import type { Logger } from '../logging/logger.ts';
import type { LivePages } from '../runtime/live/live-pages.ts';
import type { Plant } from '../runtime/plant.ts';
import { requesterOf } from './access.ts';
import { lineStream } from './line-stream.ts';
import { OpenAnswers } from './open-answers.ts';
import { RefusalLimit } from './request-log.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/runtime';
const tags = ['Runtime'];
/** How often it is asked whether who looks at the page still may. */
const accessPeriodMs = 2000;

export interface LiveRouteParts {
  plant: Plant;
  livePages: LivePages;
  logger: Logger;
  now: () => number;
}

export function runtimeLiveRoutes(app: GatewayApp, { plant, livePages, logger, now }: LiveRouteParts): void {
  projectsRoute(app, plant);
  liveRoute(app, livePages, logger, now);
}

function projectsRoute(app: GatewayApp, plant: Plant): void {
  app.get(
    `${base}/projects`,
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getRuntimeProjects',
        summary: 'Projects and the pages that operators can open',
        tags,
        response: { 200: runtimeProjects },
      },
    },
    () => ({ items: plant.projects() }),
  );
}

function liveRoute(app: GatewayApp, pages: LivePages, logger: Logger, now: () => number): void {
  const open = new OpenAnswers();
  const cuts = new RefusalLimit(now);
  const tellOfCut = (request: FastifyRequest, waitingBytes: number) => {
    const { userName, from } = requesterOf(request);
    const line = `A live page of ${userName} at ${from} was cut: it left ${waitingBytes} bytes unread`;
    if (cuts.isDue(from)) logger.warn(line);
    else logger.debug(line);
  };
  app.get(
    `${base}/live`,
    {
      config: { needs: 'viewer', polled: true },
      schema: {
        operationId: 'followPage',
        summary: 'A page of a project, live: lines of JSON for as long as the connection lasts',
        tags,
        querystring: liveQuery,
      },
    },
    (request, reply) => {
      const { query } = request;
      const follow = (tell: (line: string) => void) => pages.follow(query.project, query.page, tell);
      void reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8');
      if (request.method === 'HEAD') return reply.send(lineOf(follow));
      const close = request.principal === null ? null : open.take(request.principal);
      if (close === null) return reply.send(lineOf(follow));
      reply.raw.once('close', close);
      const { stream, end } = lineStream({ follow, cut: (waiting) => tellOfCut(request, waiting) });
      const timer = setInterval(() => request.isStillIn() || end(), accessPeriodMs);
      stream.once('close', () => clearInterval(timer));
      reply.raw.once('close', end);
      return reply.send(stream);
    },
  );
}

/** The page as it is now. */
function lineOf(follow: (tell: (line: string) => void) => () => void): string {
  let whole = '';
  follow((line) => (whole += line))();
  return whole;
}
