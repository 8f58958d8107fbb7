import type { Gateway } from '../../e2e/support/gateway.ts';

const text = 'x'.repeat(900);
/** Requests take a megabyte at most. */
const perImport = 800;

/** Tags of about 1 kB each, as one person would import them. */
export async function importTags(gateway: Gateway, count: number): Promise<void> {
  for (let from = 0; from < count; from += perImport) {
    const resources = Array.from({ length: Math.min(perImport, count - from) }, (_, index) => ({
      type: 'tag',
      name: `bulk/${String(from + index).padStart(6, '0')}`,
      value: { source: 'memory', dataType: 'number', description: text },
    }));
    const body = JSON.stringify({ format: 'understudy-resources', version: 1, resources });
    await post(gateway, '/data/api/v1/resources-import', body);
  }
}

/** From the request until the Backup has everything and runs on it, ms. */
export async function timeToSyncAll(master: Gateway): Promise<number> {
  const startedAt = performance.now();
  await post(master, '/data/api/v1/redundancy/gwaction/resync', '{}');
  return performance.now() - startedAt;
}

async function post(gateway: Gateway, path: string, body: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(120_000);
  const response = await gateway.api(path, { method: 'POST', headers, body, signal });
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
}
