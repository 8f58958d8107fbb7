import { nodeSettingsView } from '#contract/node-settings';
import { runtimeNodes } from '#contract/runtime-nodes';
import type { Gateway } from './support/gateway.ts';
import { expect, test } from './support/test.ts';

// What the pages of each node are told of the other one, where both computers have names.

const computers = { master: 'pc-test-serverA', backup: 'pc-test-serverB' };
const settings = '/data/api/v1/networking/node-settings';

test.use({ pairOptions: { computers } });

test('[P2] seen from the Master the Backup goes by its announced name, and the Master by the address entered there', async ({
  pair,
}) => {
  const { master, backup } = pair;
  await expect.poll(() => destinationSeenFrom(master, backup)).toBe(`pc-test-serverB:${backup.options.httpPort}`);
  // As it was entered, in the case in which names are looked up.
  await expect.poll(() => destinationSeenFrom(backup, master)).toBe(`pc-test-servera:${master.options.httpPort}`);
  expect(await destinationSeenFrom(master, backup, 'https')).toBe(`pc-test-serverB:${backup.options.httpsPort}`);
  await expect.poll(async () => (await viewOf(backup)).effectiveAddress.source).toBe('hostName');
  expect((await viewOf(master)).effectiveAddress.source).toBe('linkAddress');
});

test('[P2] Auto Detect HTTP Address can be turned off only with a public address, which then counts on the other node', async ({
  pair,
}) => {
  const { master, backup } = pair;
  expect(await change(backup, { autoDetectHttpAddress: false })).toBe(400);
  expect(await change(backup, { autoDetectHttpAddress: false, publicAddress: 'b.company.com:8080' })).toBe(200);
  await expect.poll(() => destinationSeenFrom(master, backup)).toBe('b.company.com:8080');
  await expect.poll(() => probesSeenFrom(master, backup)).not.toContain('pc-test-serverB');
  expect(await change(backup, { autoDetectHttpAddress: true, publicAddress: '' })).toBe(200);
  await expect.poll(() => destinationSeenFrom(master, backup)).toBe(`pc-test-serverB:${backup.options.httpPort}`);
  await expect.poll(() => probesSeenFrom(master, backup)).toContain('pc-test-serverB');
});

async function seenFrom(from: Gateway, of: Gateway, scheme = 'http') {
  const answer = await from.api(`/data/api/v1/runtime/nodes?scheme=${scheme}`);
  return runtimeNodes.parse(await answer.json()).nodes.find(({ name }) => name === of.options.name);
}

async function destinationSeenFrom(from: Gateway, of: Gateway, scheme = 'http'): Promise<string | null | undefined> {
  return (await seenFrom(from, of, scheme))?.destination;
}

async function probesSeenFrom(from: Gateway, of: Gateway): Promise<string | undefined> {
  return (await seenFrom(from, of))?.probeAddresses.join(' ');
}

async function viewOf(gateway: Gateway) {
  return nodeSettingsView.parse(await (await gateway.api(settings)).json());
}

async function change(gateway: Gateway, members: object): Promise<number> {
  const answer = await gateway.api(settings);
  const { saved } = nodeSettingsView.parse(await answer.json());
  const headers = { 'Content-Type': 'application/json', 'If-Match': answer.headers.get('etag') ?? '' };
  const body = JSON.stringify({ ...saved, ...members });
  return (await gateway.api(settings, { method: 'PUT', headers, body })).status;
}
