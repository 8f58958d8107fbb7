import { resourceFile, saved } from '#contract/resources';
import type { Resources } from '../config/resources/resources.ts';
import { requesterOf } from './access.ts';
import { importInWorker } from './import-order.ts';
import { jsonType } from './json-body.ts';
import { readResourceFile } from './resource-file.ts';
import type { GatewayApp } from './zod-provider.ts';

/** A file of all resources. */
const fileLimit = 67_108_864;
/** What is larger is read and written beside the event loop, which must not stand still for it. */
const smallBytes = 1_000_000;

/** What was sent, unread; in the audit it is only its size. */
class SentFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #size: number;

  constructor(body: Buffer) {
    // A copy of its own: small buffers share theirs, and what is given to a worker is gone here.
    this.bytes = new Uint8Array(body);
    this.#size = body.length;
  }

  toJSON(): { bytes: number } {
    return { bytes: this.#size };
  }
}

export function importRoute(app: GatewayApp, resources: Resources): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>(jsonType, { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, new SentFile(body));
    });
    addRoute(scope, resources);
    done();
  });
}

function addRoute(scope: GatewayApp, resources: Resources): void {
  scope.post(
    '/data/api/v1/resources-import',
    {
      config: { needs: 'administrator' },
      bodyLimit: fileLimit,
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
    (request) => {
      const author = requesterOf(request).userName;
      const sent: unknown = request.body;
      const bytes = sent instanceof SentFile ? sent.bytes : new Uint8Array();
      if (bytes.length > smallBytes) {
        return resources.importBeside((order) => importInWorker({ ...order, author, bytes }));
      }
      return resources.import(readResourceFile(new TextDecoder().decode(bytes)), author);
    },
  );
}
