import { heartbeat } from '#contract/heartbeat';
import { gatewayInfo } from '#contract/gateway-info';
import { runtimeNodes } from '#contract/runtime-nodes';
import { useGateway } from './http.testing.ts';

describe('The open system addresses', () => {
  const { gateway } = useGateway();

  it('[G10] satisfy a health check that reads gwinfo', async () => {
    const answer = await open('/system/gwinfo');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(Object.fromEntries(new URLSearchParams(answer.body.replaceAll(';', '&')))).toEqual({
      ContextStatus: 'RUNNING',
      PlatformName: 'Linux',
      PlatformEdition: '',
      Version: '0.1.0',
      RedundancyStatus: 'Master',
      RedundantState: 'Good',
      RedundantNodeActiveStatus: 'Active',
    });
    expect(answer.body).toContain('ContextStatus=RUNNING;');
  });

  it('[G10] answer StatusPing on a standby too', async () => {
    gateway().redundancy.activityLevel = 'Warm';
    expect((await open('/system/StatusPing')).body).toBe('{"state":"RUNNING"}');
  });

  it('[G11] tell a load balancer which node is active', async () => {
    const active = await open('/system/role');
    gateway().redundancy.activityLevel = 'Warm';
    const standby = await open('/system/role');
    expect([active.statusCode, active.body]).toEqual([200, 'Running']);
    expect([standby.statusCode, standby.body]).toEqual([503, 'Standby']);
  });

  it('[G11] answer a load balancer that checks under its own name, without saying more', async () => {
    const ask = (url: string) => gateway().askAs({ host: 'scada.plant.example' }, 'GET', url);
    expect((await ask('/system/role')).body).toBe('Running');
    expect((await ask('/StatusPing')).statusCode).toBe(200);
    expect((await ask('/system/gwinfo')).statusCode).toBe(403);
    expect((await ask('/')).statusCode).toBe(403);
  });

  it('[P2] give a runtime page of any origin the heartbeat, never from a cache', async () => {
    const answer = await gateway().askAs({ origin: 'http://hmi.elsewhere' }, 'GET', '/system/heartbeat');
    expect(heartbeat.parse(answer.json()).runningState).toBe('Running');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('leave what is for people and scripts to those who sign in', async () => {
    expect(gatewayInfo.parse((await gateway().ask('GET', '/data/api/v1/gateway-info')).json()).name).toBe('Master-A');
    const { nodes } = runtimeNodes.parse((await gateway().ask('GET', '/data/api/v1/runtime/nodes')).json());
    expect(nodes[0]?.probeAddresses).toEqual(['http://10.0.0.11:8088']);
  });

  it('[P2] give a page that something else serves over TLS addresses that it may ask', async () => {
    const answer = await gateway().ask('GET', '/data/api/v1/runtime/nodes?scheme=https');
    expect(runtimeNodes.parse(answer.json()).nodes[0]?.probeAddresses[0]).toMatch(/^https:/);
  });

  function open(url: string) {
    return gateway().askAs({}, 'GET', url);
  }
});
