import { PassThrough } from 'node:stream';
import { liveQuery, runtimeProjects } from '#contract/runtime-live';
import type { LivePages } from '../runtime/live/live-pages.ts';
import type { Plant } from '../runtime/plant.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/runtime';
const tags = ['Runtime'];
/** Then the page asks again, with a ticket that is still good. */
const longestMs = 600_000;
/** A page that does not read is not waited for: it asks again when it does. Bytes. */
const mostWaiting = 4_000_000;
/** How often it is asked whether who looks at the page still may. */
const accessPeriodMs = 2000;

export function runtimeLiveRoutes(app: GatewayApp, plant: Plant, pages: LivePages): void {
  projectsRoute(app, plant);
  liveRoute(app, pages);
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

function liveRoute(app: GatewayApp, pages: LivePages): void {
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
      const { query, raw } = request;
      const { stream, end } = streamOf((tell) => pages.follow(query.project, query.page, tell));
      const timer = setInterval(() => request.isStillIn() || end(), accessPeriodMs);
      stream.once('close', () => clearInterval(timer));
      raw.once('close', end);
      void reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8');
      return reply.send(stream);
    },
  );
}

function streamOf(follow: (tell: (line: string) => void) => () => void): { stream: PassThrough; end: () => void } {
  const stream = new PassThrough({ highWaterMark: mostWaiting });
  const unfollow = follow((line) => {
    if (!stream.write(line)) stream.end();
  });
  const timer = setTimeout(() => stream.end(), longestMs);
  const end = () => {
    clearTimeout(timer);
    unfollow();
    stream.destroy();
  };
  stream.once('end', end);
  return { stream, end };
}
