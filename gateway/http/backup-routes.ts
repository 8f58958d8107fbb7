import * as z from 'zod/mini';
import { keptBackups } from '#contract/divergence';
import type { KeptBackupsDirectory } from '../config/resources/kept-backups.ts';
import { GatewayError } from '../errors.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/redundancy/backups';
const tags = ['Redundancy'];
const one = z.strictObject({ id: z.string().check(z.maxLength(40)) });
const format = z.strictObject({ format: z._default(z.enum(['json', 'db']), 'json') });

/** Configurations that were replaced, for download: they hold everything that is configured. */
export function backupRoutes(app: GatewayApp, backups: Pick<KeptBackupsDirectory, 'list' | 'read'>): void {
  app.get(
    base,
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'getKeptBackups',
        summary: 'Configurations that were replaced on this node, newest first',
        tags,
        response: { 200: keptBackups },
      },
    },
    () => ({ items: backups.list() }),
  );
  app.get(
    `${base}/:id`,
    {
      config: { needs: 'administrator' },
      schema: {
        operationId: 'downloadKeptBackup',
        summary: 'One of them, without users: a file that can be imported, or with format=db a copy of the database',
        tags,
        params: one,
        querystring: format,
      },
    },
    ({ params: { id }, query }, reply) => {
      const stream = backups.read(id, query.format);
      if (stream === null) throw new GatewayError('notFound', { detail: `There is no backup ${id}` });
      const type = query.format === 'json' ? 'application/json' : 'application/octet-stream';
      const name = `understudy-${id}.${query.format}`;
      return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(stream);
    },
  );
}
