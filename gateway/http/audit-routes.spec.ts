import { type AuditEntry, auditEntries } from '#contract/audit';
import { changeovers } from '#contract/changeovers';
import * as z from 'zod/mini';
import { password } from '../security/security.testing.ts';
import { useGateway } from './http.testing.ts';

describe('The audit over HTTP', () => {
  const { gateway } = useGateway();
  const audit = async (query = ''): Promise<AuditEntry[]> => {
    const answer = await gateway().ask('GET', `/data/api/v1/audit${query}`);
    return z.parse(auditEntries, JSON.parse(answer.body)).items;
  };

  it('[D3] tells who changed a tag, from where, before and after', async () => {
    const url = '/data/api/v1/resources/tag/T1';
    const value = { source: 'memory', dataType: 'number', unit: 'm' };
    const made = await gateway().ask('PUT', url, { body: { value } });
    expect(made.statusCode).withContext(made.body).toBe(200);
    const headers = { 'if-match': String(made.headers['etag']) };
    await gateway().ask('PUT', url, { body: { value: { ...value, unit: 'cm' } }, headers });
    const [changed, created] = await audit();
    expect([created?.before, created?.target, created?.outcome]).toEqual([null, 'tag/T1', 'done']);
    expect(changed?.before).toContain('"unit":"m"');
    expect(changed?.after).toContain('"unit":"cm"');
    expect([changed?.operation, changed?.from]).toEqual(['putResource', '127.0.0.1']);
    expect(changed?.who).toBeTruthy();
  });

  it('[D3] tells of signing in and of a wrong password, and keeps no password', async () => {
    for (const each of [password, 'a wrong one']) {
      await gateway().askAs({}, 'POST', '/data/api/v1/session', { body: { userName: 'anna', password: each } });
    }
    const [wrong, right] = await audit('?search=signIn');
    expect([right?.who, right?.outcome]).toEqual(['anna', 'done']);
    expect([wrong?.who, wrong?.outcome]).toEqual(['anna', 'refused']);
    expect(JSON.stringify(await audit())).not.toContain('a wrong one');
    expect(JSON.stringify(await audit())).not.toContain(password);
  });

  it('[D3] tells of changed settings of redundancy with what they were', async () => {
    const url = '/data/api/v1/redundancy/config';
    const config = JSON.parse((await gateway().ask('GET', url)).body) as object;
    await gateway().ask('PUT', url, { body: { ...config, joinWaitTime: 77 } });
    const [entry] = await audit();
    expect(entry?.operation).toBe('putRedundancyConfig');
    expect(entry?.before).not.toContain('"joinWaitTime":77');
    expect(entry?.after).toContain('"joinWaitTime":77');
  });

  it('[D3] cannot be filled by whoever is nobody', async () => {
    await gateway().askAs({}, 'PUT', '/data/api/v1/redundancy/config', { body: {} });
    for (const body of ['{', '', '{"userName":"anna"}', `{"pad":"${'x'.repeat(20_000)}"}`]) {
      const answer = await gateway().askAs({}, 'POST', '/data/api/v1/session', { body });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    }
    expect(await audit()).toEqual([]);
  });

  it('[S10] is beside the changeovers: one for each epoch, with the gap that the other node measured', async () => {
    const epoch = { number: 4, nodeId: 'node-b' };
    const [from, to] = [
      { nodeId: 'node-a', name: 'A' },
      { nodeId: 'node-b', name: 'B' },
    ];
    const words = { requester: 'anna', comment: 'patching' };
    gateway().changeovers.add({ epoch, cause: 'planned', from, to, gapMs: null, overlapMs: null, ...words });
    gateway().changeovers.add({ epoch, measuredGapMs: 12 });
    const answer = await gateway().ask('GET', '/data/api/v1/redundancy/changeovers');
    const { items, metadata } = z.parse(changeovers, JSON.parse(answer.body));
    expect(metadata.total).toBe(1);
    expect(items.map(({ cause, gapMs, requester, comment }) => [cause, gapMs, requester, comment])).toEqual([
      ['planned', 12, 'anna', 'patching'],
    ]);
  });
});
