import type { RuntimeNode, RuntimeNodes } from '#contract/runtime-nodes';
import { followedNodes, withoutShared } from './nodes.ts';

describe('The nodes that a page of ours follows', () => {
  it('[P2] are asked at their own addresses, the page’s node where the page came from as well', () => {
    const [own, other] = followedNodes(listed({}, {}), 'http://10.0.0.11:8088');
    expect(own?.probes).toEqual(['http://10.0.0.11:8088', 'http://pc-a:8088']);
    expect(other?.probes).toEqual(['http://pc-b:8088']);
    expect(followedNodes(listed({}, {}), 'http://pc-a:8088')[0]?.probes).toEqual(['http://pc-a:8088']);
  });

  it('[P2] are not asked where both are found', () => {
    const shared = { destination: 'testserver.com:8066' };
    const [own] = followedNodes(listed(shared, shared), 'https://testserver.com:8066');
    expect(own?.probes).toEqual(['http://pc-a:8088']);
    const [alone] = followedNodes(listed({ destination: 'https://a.com' }, {}), 'https://a.com');
    expect(alone?.probes[0]).toBe('https://a.com');
  });

  it('[P2] lose every address that is listed for both, however it is written', () => {
    const [a, b] = withoutShared([
      { nodeId: 'A', name: 'A', probes: ['https://BOTH:443/', 'http://a'], destination: null },
      { nodeId: 'B', name: 'B', probes: ['http://b', 'https://both'], destination: null },
    ]);
    expect([a?.probes, b?.probes]).toEqual([['http://a'], ['http://b']]);
  });
});

function listed(a: Partial<RuntimeNode>, b: Partial<RuntimeNode>): RuntimeNodes {
  const node = (name: string, role: 'Master' | 'Backup') => ({
    nodeId: name,
    name,
    role,
    probeAddresses: [`http://pc-${name.toLowerCase()}:8088`],
    destination: `pc-${name.toLowerCase()}:8088`,
  });
  return {
    pairId: 'pair',
    nodes: [
      { ...node('A', 'Master'), ...a },
      { ...node('B', 'Backup'), ...b },
    ],
  };
}
