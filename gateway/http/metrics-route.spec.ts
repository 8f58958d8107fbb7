import { useGateway } from './http.testing.ts';

describe('The metrics', () => {
  const { gateway } = useGateway();

  it('[G11] are for those who have a token: they tell of the other node', async () => {
    expect((await gateway().askAs({}, 'GET', '/metrics')).statusCode).toBe(401);
    const answer = await gateway().ask('GET', '/metrics');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('[G11] say what this node is, as it is when they are asked for', async () => {
    expect(await values('understudy_role')).toEqual({
      'role="Independent"': 0,
      'role="Master"': 1,
      'role="Backup"': 0,
    });
    const level = async () => (await values('understudy_activity_level'))['level="Active"'];
    expect(await level()).toBe(1);
    gateway().redundancy.activityLevel = 'Warm';
    expect(await level()).toBe(0);
  });

  it('[G11] give the state of the pair as this node sees it', async () => {
    expect(await trueVerdicts()).toEqual(['verdict="protected"']);
    gateway().redundancy.peerWasHeard = false;
    expect(await trueVerdicts()).toEqual(['verdict="notKnown"']);
  });

  it('[G11] give the figures of each provider, in seconds', async () => {
    const [first] = gateway().redundancy.providers();
    const label = `provider="${first?.id}",direction="${first?.direction}"`;
    expect((await values('understudy_provider_pending_updates'))[label]).toBe(first?.pending);
    const pulled = await values('understudy_provider_last_pull_duration_seconds');
    expect(pulled[label]).toBe(first?.lastPullMs == null ? undefined : first.lastPullMs / 1000);
  });

  it('[G11] tell a plain link, over which users are not sent, from an encrypted one', async () => {
    const encrypted = async () => (await values('understudy_link_encrypted'))[''];
    expect(await encrypted()).toBe(1);
    gateway().redundancy.isConfidential = false;
    expect(await encrypted()).toBe(0);
    gateway().redundancy.isConfidential = null;
    expect(await encrypted()).toBeUndefined();
  });

  it('[G11] leave out what is not known, instead of a zero', async () => {
    expect(await values('understudy_last_sync_timestamp_seconds')).toEqual({ '': 0.005 });
    expect(await values('understudy_ping_round_trip_seconds')).toEqual({ '': 0.001 });
    expect(await values('understudy_full_syncs_last_hour')).toEqual({});
  });

  it('[G11] are counted once for all figures of an answer', async () => {
    const providers = spyOn(gateway().redundancy, 'providers').and.callThrough();
    await gateway().ask('GET', '/metrics');
    expect(providers).toHaveBeenCalledTimes(1);
  });

  async function trueVerdicts(): Promise<string[]> {
    return Object.entries(await values('understudy_verdict')).flatMap(([label, value]) => (value === 1 ? [label] : []));
  }

  /** By what stands between the braces. */
  async function values(name: string): Promise<Partial<Record<string, number>>> {
    const { body } = await gateway().ask('GET', '/metrics');
    const line = new RegExp(`^${name}(?:\\{(.*)\\})? (.*)$`, 'gm');
    return Object.fromEntries([...body.matchAll(line)].map(([, labels = '', value]) => [labels, Number(value)]));
  }
});
