import { nodeSettingsView } from '#contract/node-settings';
import type { Gateway } from './gateway.ts';

/** Saved as a person saves it in Node Settings. */
export async function setPublicAddress(gateway: Gateway, publicAddress: string): Promise<void> {
  const path = '/data/api/v1/networking/node-settings';
  const response = await gateway.api(path);
  const { saved } = nodeSettingsView.parse(await response.json());
  const headers = { 'Content-Type': 'application/json', 'If-Match': response.headers.get('etag') ?? '' };
  const body = JSON.stringify({ ...saved, publicAddress });
  const answer = await gateway.api(path, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}
