import { pinnedConfig } from '#contract/redundancy-config';
import { useGateway } from './http.testing.ts';

describe('The pinned redundancy settings', () => {
  const { gateway } = useGateway();

  it('[N5] come with the flag that sets them', async () => {
    gateway().redundancy.pinnedConfig = () => ({ '/gatewayNetworkSetup/host': '--master' });
    const answer = await gateway().ask('GET', '/data/api/v1/redundancy/config/pinned');
    expect(answer.statusCode).toBe(200);
    expect(pinnedConfig.parse(answer.json())).toEqual({ pinned: { '/gatewayNetworkSetup/host': '--master' } });
  });
});
