import { gwactionPreflight } from '#contract/gwaction';
import { redundancyConfig } from '#contract/redundancy-config';
import { redundancyStatus, relayedStatus } from '#contract/redundancy-status';
import { problemIn, useGateway } from './http.testing.ts';

const base = '/data/api/v1/redundancy';

describe('The redundancy API', () => {
  const { gateway } = useGateway();

  it('[G10] answers a script of the known API with the eleven plain members of the status', async () => {
    const answer = await gateway().ask('GET', base);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { understudy, ...plain } = redundancyStatus.parse(answer.json());
    expect(understudy?.name).toBe('Master-A');
    expect(Object.keys(plain).length).toBe(11);
  });

  it('[S1] relays what the peer last said of itself', async () => {
    expect(relayedStatus.parse((await gateway().ask('GET', `${base}/peer`)).json()).status.role).toBe('Backup');
  });

  it('[S1] says that the peer was never heard', async () => {
    gateway().redundancy.peerWasHeard = false;
    expect(problemIn(await gateway().ask('GET', `${base}/peer`)).detail).toBe('The peer was not heard since the start');
  });

  it('[G10] lets a script read the settings, change one and write them back', async () => {
    const config = redundancyConfig.parse((await gateway().ask('GET', `${base}/config`)).json());
    const body = { ...config, masterRecoveryMode: 'Manual' };
    const answer = await gateway().ask('PUT', `${base}/config`, { body });
    expect(answer.json()).toEqual(body);
    expect((await gateway().ask('GET', `${base}/config`)).json()).toEqual(body);
    expect(gateway().redundancy.asked).toEqual([['changeConfig', { userName: 'script', from: '127.0.0.1' }]]);
  });

  it('[N5] does not overwrite settings that somebody else changed since they were read', async () => {
    const read = await gateway().ask('GET', `${base}/config`);
    const config = redundancyConfig.parse(read.json());
    const save = (joinWaitTime: number, etag: unknown) =>
      gateway().ask('PUT', `${base}/config`, {
        body: { ...config, joinWaitTime },
        headers: { 'if-match': String(etag) },
      });
    const first = await save(4000, read.headers.etag);
    expect([first.statusCode, first.headers.etag === read.headers.etag]).toEqual([200, false]);
    expect(problemIn(await save(5000, read.headers.etag)).status).toBe(412);
    expect((await save(6000, first.headers.etag)).statusCode).toBe(200);
    expect(redundancyConfig.parse((await gateway().ask('GET', `${base}/config`)).json()).joinWaitTime).toBe(6000);
  });

  it('[S4] says beforehand what each action would do', async () => {
    const preflight = gwactionPreflight.parse((await gateway().ask('GET', `${base}/gwaction`)).json());
    expect(preflight.failover.targetName).toBe('Backup-B');
  });

  for (const [what, ask] of [
    ['no body', {}],
    ['an empty body of type JSON', { headers: { 'content-type': 'application/json', 'content-length': '0' } }],
    ['an empty object', { body: {} }],
  ] as const) {
    it(`[S4] hands over for a script that sends ${what}`, async () => {
      const answer = await gateway().ask('POST', `${base}/gwaction/failover`, ask);
      expect(answer.json()).toEqual({ from: 'Master-A', to: 'Backup-B', gapMs: 3 });
    });
  }

  it('[S4] hands over with a comment, and knows who asked', async () => {
    await gateway().ask('POST', `${base}/gwaction/failover`, { body: { comment: 'Updating A' } });
    expect(gateway().redundancy.asked).toEqual([['failover', { userName: 'script', from: '127.0.0.1' }, 'Updating A']]);
  });

  it('[S4] refuses on a standby, naming the active node, and never with a silent 200', async () => {
    gateway().redundancy.activityLevel = 'Warm';
    gateway().redundancy.actions.refusals = ['notActive'];
    const refused = problemIn(await gateway().ask('POST', `${base}/gwaction/failover`));
    expect(refused.status).toBe(409);
    expect(refused.refusals).toEqual(['notActive']);
    expect(refused.detail).toBe('Backup-B is the active node. Ask for the handover there.');
  });

  it('[S4] begins maintenance for a time or until one, with a reason, and ends it', async () => {
    const put = (body: unknown) => gateway().ask('PUT', `${base}/maintenance`, { body });
    expect((await put({ forMs: 60_000, reason: ' Update of B ' })).json()).toEqual({
      untilAt: 60_000,
      reason: 'Update of B',
    });
    expect((await put({ untilAt: 5 + 90_000, reason: 'Update' })).statusCode).toBe(200);
    expect((await gateway().ask('DELETE', `${base}/maintenance`)).statusCode).toBe(204);
    const by = { userName: 'script', from: '127.0.0.1' };
    expect(gateway().redundancy.asked).toEqual([
      ['maintain', { forMs: 60_000, reason: 'Update of B' }, by],
      ['maintain', { forMs: 90_000, reason: 'Update' }, by],
      ['endMaintenance', by],
    ]);
  });

  for (const [what, body, pointer] of [
    ['without a reason', { forMs: 60_000, reason: ' ' }, '/reason'],
    ['without an end', { reason: 'Update' }, '/forMs'],
    ['with two ends', { forMs: 60_000, untilAt: 90_000, reason: 'Update' }, '/forMs'],
    ['whose end is over', { untilAt: 4, reason: 'Update' }, '/untilAt'],
    ['of more than a week', { untilAt: 700_000_000, reason: 'Update' }, '/untilAt'],
  ] as const) {
    it(`[S4] takes no maintenance ${what}`, async () => {
      const refused = problemIn(await gateway().ask('PUT', `${base}/maintenance`, { body }));
      expect([refused.status, refused.errors?.[0]?.pointer]).toEqual([400, pointer]);
      expect(gateway().redundancy.asked).toEqual([]);
    });
  }

  it('[S4] begins no maintenance that the standby did not confirm', async () => {
    gateway().redundancy.actions.refusals = ['notConfirmed'];
    const body = { forMs: 60_000, reason: 'Update' };
    const refused = problemIn(await gateway().ask('PUT', `${base}/maintenance`, { body }));
    expect([refused.status, refused.refusals]).toEqual([409, ['notConfirmed']]);
    expect(refused.detail).toBe('Backup-B did not confirm it, so nothing was changed.');
  });

  it('[S4] activates by force only a node whose name was typed exactly', async () => {
    const post = (nodeName: string) => gateway().ask('POST', `${base}/gwaction/activate`, { body: { nodeName } });
    for (const typed of ['', 'master-a', 'Master-A ', 'Backup-B']) {
      const refused = problemIn(await post(typed));
      expect([refused.status, refused.errors?.[0]?.pointer]).toEqual([400, '/nodeName']);
    }
    expect(gateway().redundancy.asked).toEqual([]);
    expect((await post('Master-A')).json()).toEqual({ nodeName: 'Master-A', epoch: 4 });
  });

  it('[S4] re-syncs the Backup and resumes automatic take-back', async () => {
    expect((await gateway().ask('POST', `${base}/gwaction/resync`)).json()).toEqual({ target: 'Backup-B' });
    expect((await gateway().ask('POST', `${base}/resume-takeback`)).statusCode).toBe(204);
    gateway().redundancy.actions.refusals = ['notSuspended'];
    const refused = problemIn(await gateway().ask('POST', `${base}/resume-takeback`));
    expect(refused.detail).toBe('Automatic take-back is not suspended.');
  });
});
