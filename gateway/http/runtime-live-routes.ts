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
/**
 * Answers that stay open for one session. A browser has six connections to a node, for all its tabs together, and needs
 * some for everything else: who is beyond that is told the page as it is now, and asks again.
 */
const mostOpen = 4;
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
  const open = new OpenAnswers();
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
      const { query, raw, principal } = request;
      void reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8');
      const close = open.take(principal === null || principal.kind === 'token' ? null : principal.sessionId);
      if (close === null) return reply.send(lineOf((tell) => pages.follow(query.project, query.page, tell)));
      raw.once('close', close);
      const { stream, end } = streamOf((tell) => pages.follow(query.project, query.page, tell));
      const timer = setInterval(() => request.isStillIn() || end(), accessPeriodMs);
      stream.once('close', () => clearInterval(timer));
      raw.once('close', end);
      return reply.send(stream);
    },
  );
}

/** How many answers stay open for each session. */
class OpenAnswers {
  readonly #counts = new Map<string, number>();

  /** `null`: there are enough. A script is not counted. */
  take(sessionId: string | null): (() => void) | null {
    if (sessionId === null) return () => undefined;
    const count = this.#counts.get(sessionId) ?? 0;
    if (count >= mostOpen) return null;
    this.#counts.set(sessionId, count + 1);
    return () => this.#giveBack(sessionId);
  }

  #giveBack(sessionId: string): void {
    const left = (this.#counts.get(sessionId) ?? 1) - 1;
    if (left > 0) this.#counts.set(sessionId, left);
    else this.#counts.delete(sessionId);
  }
}

/** The page as it is now. */
function lineOf(follow: (tell: (line: string) => void) => () => void): string {
  let whole = '';
  follow((line) => (whole += line))();
  return whole;
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
