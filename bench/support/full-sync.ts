import { eventsOf } from '../../e2e/support/resources.ts';
import { until } from '../../e2e/support/until.ts';
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

/** From the request until the Backup's own event that it runs on the new configuration, ms. Both clocks are one. */
export async function timeToSyncAll(master: Gateway, backup: Gateway): Promise<number> {
  const known = (await eventsOf(backup)).at(-1)?.id ?? 0;
  const startedAt = Date.now();
  await post(master, '/data/api/v1/redundancy/gwaction/resync', '{}');
  const restarted = await until('the Backup runs on it', async () => {
    const events = await eventsOf(backup);
    return events.find(({ id, reasonCode }) => id > known && reasonCode === 'softRestarted') ?? null;
  });
  return restarted.at - startedAt;
}

async function post(gateway: Gateway, path: string, body: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(120_000);
  const response = await gateway.api(path, { method: 'POST', headers, body, signal });
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
}
