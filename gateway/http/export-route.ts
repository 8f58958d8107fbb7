import type { FastifyReply } from 'fastify';
import { resourceFile } from '#contract/resources';
import type { Resources } from '../config/resources/resources.ts';
import type { GatewayApp } from './zod-provider.ts';

export function exportRoute(app: GatewayApp, resources: Resources): void {
  app.get(
    '/data/api/v1/resources-export',
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'exportResources',
        summary: 'All resources as one file',
        tags: ['Resources'],
        response: { 200: resourceFile },
      },
    },
    async (_request, reply) => {
      await sendFile(reply, resources);
    },
  );
}

/** The file is the answer as it stands: it is as large as the configuration. */
async function sendFile(reply: FastifyReply, resources: Resources): Promise<FastifyReply> {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const { stream, bytes } = await resources.export(left.signal);
  return reply.type('application/json; charset=utf-8').header('content-length', bytes).send(stream);
}
