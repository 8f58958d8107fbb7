import { providers } from '#contract/providers';
import { redundancyEvents } from '#contract/redundancy-events';
import { problemIn, useGateway } from './http.testing.ts';

const base = '/data/api/v1/redundancy';

describe('The lists of the redundancy API', () => {
  const { gateway } = useGateway();
  const event = (reason: string, severity: 'info' | 'warning' = 'info') =>
    gateway().events.add({ severity, reasonCode: 'activityLevel', reason, provider: null });
  const events = async (query: string) =>
    redundancyEvents.parse((await gateway().ask('GET', `${base}/events${query}`)).json());

  it('[S7] shows what is replicated, with its figures', async () => {
    const { items, metadata } = providers.parse((await gateway().ask('GET', `${base}/providers?search=TAG`)).json());
    expect(items.map(({ id, pending }) => [id, pending])).toEqual([['tag-config-resource', 3]]);
    expect(metadata).toEqual({ total: 1, matching: 1, limit: 100, offset: 0 });
    const none = await gateway().ask('GET', `${base}/providers?search=projects&sortBy=pending`);
    expect(providers.parse(none.json()).items).toEqual([]);
    expect(problemIn(await gateway().ask('GET', `${base}/providers?sortBy=colour`)).status).toBe(400);
  });

  it('[S8] shows events newest first, and what came after the last one seen oldest first', async () => {
    for (const reason of ['one', 'two', 'three']) event(reason);
    const { items } = await events('?limit=2');
    expect(items.map(({ reason }) => reason)).toEqual(['three', 'two']);
    expect(items[0]).toEqual(jasmine.objectContaining({ nodeId: 'node-a', at: gateway().clock.now() }));
    const later = await events(`?after=${items[1]!.id - 1}`);
    expect(later.items.map(({ reason }) => reason)).toEqual(['two', 'three']);
    expect((await events('?search=TWO')).metadata).toEqual({ total: 3, matching: 1, limit: 200, offset: 0 });
  });

  it('[S8] pages back through older events, whatever comes meanwhile', async () => {
    for (const reason of ['one', 'two', 'three']) event(reason);
    const [newest] = (await events('?limit=1')).items;
    event('four');
    const { items } = await events(`?limit=1&before=${newest!.id}`);
    expect(items.map(({ reason }) => reason)).toEqual(['two']);
    expect((await events('?before=1')).items).toEqual([]);
  });

  it('[S8] shows events of a severity or a time', async () => {
    event('one');
    event('two', 'warning');
    expect((await events('?severity=warning')).items.map(({ reason }) => reason)).toEqual(['two']);
    const at = gateway().clock.now();
    expect((await events(`?startTime=${at}&endTime=${at}`)).metadata.matching).toBe(2);
    expect((await events(`?startTime=${at + 1}`)).items).toEqual([]);
  });
});
