import { loggers, logLines } from '#contract/logs';
import type { Gateway } from './support/gateway.ts';
import { expect, test } from './support/test.ts';

const eleven = [
  'role',
  'projectState',
  'activityLevel',
  'localId',
  'peerId',
  'peerConnected',
  'hasConfigAccess',
  'syncPending',
  'failoverPending',
  'uptime',
  'lastSyncTimestamp',
];

test('[G10] a health check reads gwinfo and StatusPing, of the active node and of the standby', async ({ pair }) => {
  expect(await gwinfo(pair.master)).toMatchObject({
    ContextStatus: 'RUNNING',
    RedundancyStatus: 'Master',
    RedundantState: 'Good',
    RedundantNodeActiveStatus: 'Active',
  });
  expect(await gwinfo(pair.backup)).toMatchObject({
    ContextStatus: 'RUNNING',
    RedundancyStatus: 'Backup',
    RedundantState: 'Good',
    RedundantNodeActiveStatus: 'Warm',
  });
  for (const gateway of pair.gateways) {
    for (const path of ['/system/StatusPing', '/StatusPing']) {
      const response = await fetch(gateway.address + path);
      expect(await response.json()).toEqual({ state: 'RUNNING' });
    }
  }
});

test('[G10] a health check sees the Backup take over, and never learns where the other node is', async ({ pair }) => {
  const open = await (await fetch(`${pair.master.address}/system/gwinfo`)).text();
  expect(open).not.toContain(`${pair.backup.options.httpPort}`);
  await pair.master.kill();
  await expect
    .poll(() => gwinfo(pair.backup))
    .toMatchObject({
      ContextStatus: 'RUNNING',
      RedundantNodeActiveStatus: 'Active',
    });
});

test('[G11] Prometheus reads from either node whether the pair is protected, and that it is not', async ({ pair }) => {
  for (const gateway of pair.gateways) {
    await expect.poll(() => metric(gateway, 'understudy_verdict{verdict="protected"}')).toBe('1');
    expect(await metric(gateway, 'understudy_peer_connected')).toBe('1');
  }
  expect(await metric(pair.backup, 'understudy_activity_level{level="Active"}')).toBe('0');
  await pair.master.kill();
  await expect.poll(() => metric(pair.backup, 'understudy_activity_level{level="Active"}')).toBe('1');
  await expect.poll(() => metric(pair.backup, 'understudy_verdict{verdict="runningAlone"}')).toBe('1');
  expect(await metric(pair.backup, 'understudy_verdict{verdict="protected"}')).toBe('0');
  expect(await metric(pair.backup, 'understudy_peer_connected')).toBe('0');
});

test('[G10] a script finds the eleven members of the status where it knows them', async ({ pair }) => {
  for (const [gateway, role, level] of [
    [pair.master, 'Master', 'Active'],
    [pair.backup, 'Backup', 'Warm'],
  ] as const) {
    const status = await get(gateway, '/data/api/v1/redundancy');
    expect(
      Object.keys(status)
        .filter((key) => key !== 'understudy')
        .sort(),
    ).toEqual([...eleven].sort());
    expect(status).toMatchObject({
      role,
      projectState: 'Good',
      activityLevel: level,
      localId: expect.any(String),
      peerId: expect.any(String),
      peerConnected: true,
      hasConfigAccess: role === 'Master',
      syncPending: false,
      failoverPending: false,
      uptime: expect.any(Number),
      lastSyncTimestamp: expect.any(Number),
    });
  }
});

test('[G10] a script reads the redundancy settings, puts all of them back with one changed, and finds it', async ({
  pair,
}) => {
  const path = '/data/api/v1/redundancy/config';
  const before = await get(pair.backup, path);
  const wanted = { ...before, syncTimoutSecs: 90 };
  const put = await pair.backup.api(path, json('PUT', wanted));
  expect(put.status).toBe(200);
  expect(await get(pair.backup, path)).toEqual(wanted);
  await pair.backup.kill();
  await pair.backup.start();
  expect(await get(pair.backup, path)).toEqual(wanted);
});

test('[G10] a script sets a logger to DEBUG with an empty body, reads its lines, and resets all levels', async ({
  pair,
}) => {
  const path = '/data/api/v1/logs/loggers';
  const { items } = loggers.parse(await get(pair.master, path));
  const link = items.find(({ name }) => name.startsWith('redundancy.'))!;
  expect(link.level).toBe('INFO');
  const set = await pair.master.api(`${path}/${link.name}?level=DEBUG`, { method: 'POST' });
  expect(set.status).toBe(200);
  expect(await levelOf(pair.master, link.name)).toBe('DEBUG');
  const lines = logLines.parse(await get(pair.master, '/data/api/v1/logs?minLevel=INFO&limit=5'));
  expect(lines.metadata).toMatchObject({ limit: 5, offset: 0 });
  expect(lines.items[0]).toMatchObject({
    timestamp: expect.any(Number),
    loggerName: expect.any(String),
    level: expect.stringMatching(/^(INFO|WARN|ERROR)$/),
    message: expect.any(String),
  });
  const reset = await pair.master.api('/data/api/v1/logs/levelreset', { method: 'POST' });
  expect(reset.status).toBe(200);
  expect(await levelOf(pair.master, link.name)).toBe('INFO');
});

test('[G10] a script asks the active node for a failover, and the standby refuses to hear of it', async ({ pair }) => {
  const path = '/data/api/v1/redundancy/gwaction/failover';
  const refused = await pair.backup.api(path, { method: 'POST' });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'actionRefused', refusals: ['notActive'] });
  expect((await pair.master.api(path, { method: 'POST' })).status).toBe(200);
  await pair.protected(pair.backup);
});

test('[G10] a script without a token, or with a wrong one, reads and changes nothing', async ({ pair }) => {
  const address = `${pair.master.address}/data/api/v1/redundancy/config`;
  const wrong = { 'X-Ignition-API-Token': 'scripts:not-the-token-of-this-gateway' };
  for (const request of [{}, { headers: wrong }, { ...json('PUT', {}) }]) {
    const response = await fetch(address, request);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  }
});

/** As a health check in a shell reads it: `key=value;key=value;`. */
async function gwinfo(gateway: Gateway): Promise<Record<string, string>> {
  const text = await (await fetch(`${gateway.address}/system/gwinfo`)).text();
  const members = text.split(';').filter((member) => member !== '');
  return Object.fromEntries(members.map((member) => member.split('=') as [string, string]));
}

async function get(gateway: Gateway, path: string): Promise<Record<string, unknown>> {
  const response = await gateway.api(path);
  expect(response.status, path).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

async function levelOf(gateway: Gateway, name: string): Promise<string | undefined> {
  const { items } = loggers.parse(await get(gateway, '/data/api/v1/logs/loggers'));
  return items.find((logger) => logger.name === name)?.level;
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The value that stands behind a name with its labels. */
async function metric(gateway: Gateway, name: string): Promise<string | undefined> {
  const text = await (await gateway.api('/metrics')).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line?.slice(name.length + 1);
}
