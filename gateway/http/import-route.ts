import type { Readable } from 'node:stream';
import { resourceFile, saved } from '#contract/resources';
import type { Resources } from '../config/resources/resources.ts';
import { requesterOf } from './access.ts';
import { importInWorker } from './import-order.ts';
import { jsonType } from './json-body.ts';
import { ReceivedFile } from './received-file.ts';
import { readResourceFile } from './resource-file.ts';
import type { GatewayApp } from './zod-provider.ts';

export function importRoute(app: GatewayApp, resources: Resources): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(jsonType, (_request: unknown, payload: Readable) =>
      ReceivedFile.of(payload, () => resources.freePath()),
    );
    addRoute(scope, resources);
    done();
  });
}

function addRoute(scope: GatewayApp, resources: Resources): void {
  scope.post(
    '/data/api/v1/resources-import',
    {
      config: { needs: 'administrator' },
      // Checked by who reads it.
      validatorCompiler: () => (value: unknown) => ({ value }),
      schema: {
        operationId: 'importResources',
        summary: 'Create and change the resources of a file: all of them, or none',
        tags: ['Resources'],
        body: resourceFile,
        response: { 200: saved },
      },
    },
    async (request) => {
      const author = requesterOf(request).userName;
      const sent: unknown = request.body;
      if (!(sent instanceof ReceivedFile)) return resources.import(readResourceFile(''), author);
      const { path: file } = sent;
      if (file === null) return resources.import(readResourceFile(sent.text), author);
      try {
        return await resources.importBeside((order) => importInWorker({ ...order, author, file }));
      } finally {
        sent.remove();
      }
    },
  );
}
