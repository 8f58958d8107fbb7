import type { NodeCard } from '#contract/link-frames';
import { otherNode, ownNode } from './runtime-node.ts';

const card: NodeCard = {
  nodeId: 'b',
  name: 'B',
  version: '1.0.0',
  httpPort: 8088,
  httpsPort: 8060,
  publicAddress: '',
  hostName: 'pc-b',
};

describe('Where a browser finds a node', () => {
  it('[P2] a page is sent to the port of its own scheme where no public address is set', () => {
    const place = { card, host: '10.0.0.12', nameLeadsThere: true };
    const at = (scheme: 'http' | 'https') =>
      otherNode({ place, before: null, role: 'Master', scheme, publicAddress: '' })?.destination;
    expect([at('http'), at('https')]).toEqual(['pc-b:8088', 'pc-b:8060']);
    const destination = { address: '[fd00::12]:8088', source: 'linkAddress' } as const;
    expect(ownNode({ card, role: 'Backup', destination, scheme: 'https' }).destination).toBe('[fd00::12]:8060');
  });

  it('[P2] after a restart a page asks the other node at no address that this one shares with it', () => {
    const addresses = ['http://10.0.0.12:8088', 'https://10.0.0.12:8060', 'http://both.com:8066'];
    const before = { nodeId: 'b', name: 'B', addresses };
    const asked = (publicAddress: string) =>
      otherNode({ place: null, before, role: 'Master', scheme: 'http', publicAddress })?.probeAddresses;
    expect(asked('both.com:8066')).toEqual(['http://10.0.0.12:8088']);
    expect(asked('http://BOTH.com:8066')).toEqual(['http://10.0.0.12:8088']);
    expect(asked('')).toEqual(['http://10.0.0.12:8088', 'http://both.com:8066']);
  });

  it('[P2] a public address is taken as it was typed', () => {
    const place = { card: { ...card, publicAddress: 'company.com:8080' }, host: '10.0.0.12', nameLeadsThere: true };
    expect(otherNode({ place, before: null, role: 'Master', scheme: 'https', publicAddress: '' })?.destination).toBe(
      'company.com:8080',
    );
  });
});
