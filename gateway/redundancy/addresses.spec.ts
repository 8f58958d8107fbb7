import { consoleOrigins, destinationOf, ownOrigins, plainHost } from './addresses.ts';

describe('The address of the other node', () => {
  const card = {
    nodeId: 'b',
    name: 'B',
    version: '1',
    httpPort: 8088,
    httpsPort: 8060,
    publicAddress: '',
    hostName: null,
  };
  const at = (host: string, over = {}) => ({
    card: { ...card, ...over },
    host: plainHost(host),
    nameLeadsThere: false,
  });

  it('is that of the link, as people write it', () => {
    expect(destinationOf(at('::ffff:192.0.2.7')).address).toBe('192.0.2.7:8088');
    expect(destinationOf(at('2001:db8::1')).address).toBe('[2001:db8::1]:8088');
    expect(ownOrigins(at('[2001:db8::1]'), 'https')).toEqual(['https://[2001:db8::1]:8060']);
  });

  it('of this computer goes by the names that browsers here use', () => {
    expect(ownOrigins(at('::1'), 'http')).toEqual(['http://localhost:8088', 'http://127.0.0.1:8088']);
  });

  it('is left out of the consoles that may ask when it is none, and the others stay', () => {
    expect(consoleOrigins(at('192.0.2.7', { publicAddress: 'no address' }))).toEqual([
      'http://192.0.2.7:8088',
      'https://192.0.2.7:8060',
    ]);
  });
});
