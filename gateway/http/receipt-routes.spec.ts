import { receipts } from '#contract/receipts';
import { useGateway } from './http.testing.ts';

describe('GET /data/api/v1/redundancy/receipts', () => {
  const { gateway } = useGateway();
  const url = '/data/api/v1/redundancy/receipts';

  it('[G9] lists answered writes that were not carried over, the newest receipt first', async () => {
    const write = { map: 'tag-values', key: 'Setpoint', value: { value: 5 }, who: 'olga', at: 3 } as const;
    gateway().receipts.add({ id: 'one', at: 10, nodeId: 'node-b', writes: [write] }, { owed: false });
    gateway().receipts.add({ id: 'two', at: 20, nodeId: 'node-a', writes: [write] }, { owed: true });
    const answer = await gateway().askAs({ 'x-ignition-api-token': 'viewer-token-0123' }, 'GET', `${url}?limit=1`);
    const { items, metadata } = receipts.parse(answer.json());
    expect(items).toEqual([{ id: 'two', at: 20, nodeId: 'node-a', writes: [write] }]);
    expect(metadata).toEqual({ total: 2, matching: 2, limit: 1, offset: 0 });
  });

  it('is not for strangers', async () => {
    expect((await gateway().askAs({}, 'GET', url)).statusCode).toBe(401);
  });
});
