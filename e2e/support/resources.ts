import { providers, type Provider, type ProviderId } from '#contract/providers';
import { redundancyEvents, type RedundancyEvent } from '#contract/redundancy-events';
import { resource, resourceList, saved, type Resource, type Saved } from '#contract/resources';
import type { Gateway } from './gateway.ts';

const base = '/data/api/v1/resources';

function pathOf(name: string): string {
  return `${base}/tag/${encodeURIComponent(name)}`;
}

/** Asks to create the tag, or to change the revision of it that is given. */
export function putTag(gateway: Gateway, name: string, description: string, revision?: number): Promise<Response> {
  const value = { source: 'memory', dataType: 'number', description };
  const match: Record<string, string> = revision === undefined ? {} : { 'If-Match': `"${revision}"` };
  const headers = { 'Content-Type': 'application/json', ...match };
  return gateway.api(pathOf(name), { method: 'PUT', headers, body: JSON.stringify({ value }) });
}

/** Creates a resource of any type, or does what it says anew; fails unless it was saved. */
export async function configure(gateway: Gateway, type: string, name: string, value: unknown): Promise<void> {
  const headers = { 'Content-Type': 'application/json', 'If-Match': '*' };
  const path = `${base}/${type}/${encodeURIComponent(name)}`;
  const response = await gateway.api(path, { method: 'PUT', headers, body: JSON.stringify({ value }) });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
}

/** Creates or changes the tag; fails unless it was saved. */
export async function saveTag(gateway: Gateway, name: string, description: string, revision?: number): Promise<Saved> {
  const response = await putTag(gateway, name, description, revision);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return saved.parse(await response.json());
}

/** `null`: there is none. */
export async function readTag(gateway: Gateway, name: string): Promise<Resource | null> {
  const response = await gateway.api(pathOf(name));
  return response.status === 404 ? null : resource.parse(await response.json());
}

/** Every tag of the node, with revision, author and time. */
export async function allTags(gateway: Gateway): Promise<Resource[]> {
  const tags: Resource[] = [];
  for (;;) {
    const response = await gateway.api(`${base}/tag?limit=1000&offset=${tags.length}`);
    const { items, metadata } = resourceList.parse(await response.json());
    tags.push(...items);
    if (tags.length >= metadata.matching) return tags;
  }
}

export async function providerOf(gateway: Gateway, id: ProviderId = 'tag-config-resource'): Promise<Provider> {
  const { items } = providers.parse(await (await gateway.api('/data/api/v1/redundancy/providers')).json());
  const found = items.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no provider ${id}`);
  return found;
}

/** Oldest first. */
export async function eventsOf(gateway: Gateway): Promise<RedundancyEvent[]> {
  const response = await gateway.api('/data/api/v1/redundancy/events?after=0&limit=1000');
  return redundancyEvents.parse(await response.json()).items;
}
