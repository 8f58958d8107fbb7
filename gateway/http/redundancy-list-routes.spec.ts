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
    const none = await gateway().ask('GET', `${base}/providers?search=projects&sortBy=asc(pending)`);
    expect(providers.parse(none.json()).items).toEqual([]);
  });

  it('[S7] gives providers in the order that is asked for, what never was first', async () => {
    const [some] = gateway().redundancy.providers();
    const rows = [{ pulled: 7 }, { pulled: null }, { pulled: 5 }].map(({ pulled }, at) => {
      return { ...some!, name: `P${at}`, lastPullAt: pulled, restartRequired: at === 1 };
    });
    spyOn(gateway().redundancy, 'providers').and.returnValue(rows);
    const names = async (query: string) => {
      const answer = await gateway().ask('GET', `${base}/providers?${query}`);
      return providers.parse(answer.json()).items.map(({ name }) => name);
    };
    expect(await names('sortBy=asc(lastPullAt)')).toEqual(['P1', 'P2', 'P0']);
    expect(await names('sortBy=desc(lastPullAt)')).toEqual(['P0', 'P2', 'P1']);
    expect(await names('sortBy=desc(restartRequired)&limit=1')).toEqual(['P1']);
    expect(await names('sortBy=desc(name)&limit=-1')).toEqual(['P2', 'P1', 'P0']);
  });

  for (const query of ['providers?sortBy=asc(colour)', 'providers?filter=x', 'events?sortBy=at', 'events?filter=x']) {
    it(`[S7] [S8] refuses ${query}, instead of answering something else`, async () => {
      expect(problemIn(await gateway().ask('GET', `${base}/${query}`)).status).toBe(400);
    });
  }

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
    expect((await events(`?timestamp=${at - 1}`)).metadata.matching).toBe(2);
    expect((await events(`?timestamp=${at}`)).items).toEqual([]);
  });

  it('[S8] shows events in the order that is asked for', async () => {
    for (const [reason, severity] of [
      ['b', 'warning'],
      ['a', 'info'],
      ['c', 'info'],
    ] as const) {
      event(reason, severity);
      gateway().clock.advance(1);
    }
    const order = async (sortBy: string) =>
      (await events(`?sortBy=${sortBy}&limit=-1`)).items.map(({ reason }) => reason).join('');
    expect(await order('asc(reason)')).toBe('abc');
    expect(await order('asc(timestamp)')).toBe('bac');
    expect(await order('desc(at)')).toBe('cab');
    expect(await order('desc(severity)')).toBe('bca');
  });
});
