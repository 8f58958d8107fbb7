import { consoleOrigins, destinationOf, leadsTo, ownOrigins, plainHost } from './addresses.ts';

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

describe('Where a page is sent when the other node takes over', () => {
  const card = {
    ...{ nodeId: 'b', name: 'B', version: '1', httpPort: 8088, httpsPort: 8060 },
    publicAddress: '',
    hostName: 'pc-b' as string | null,
  };

  for (const { where, place, to } of [
    {
      where: 'it has a public address, whatever else is known',
      place: { card: { ...card, publicAddress: 'company.com:8080' }, host: '10.0.0.12', nameLeadsThere: true },
      to: { address: 'company.com:8080', source: 'publicAddress' },
    },
    {
      where: 'its announced name leads to the address that the link came from',
      place: { card, host: '10.0.0.12', nameLeadsThere: true },
      to: { address: 'pc-b:8088', source: 'hostName' },
    },
    {
      where: 'its announced name leads elsewhere',
      place: { card, host: '10.0.0.12', nameLeadsThere: false },
      to: { address: '10.0.0.12:8088', source: 'linkAddress' },
    },
    {
      where: 'it announces no name, since Auto Detect HTTP Address is off',
      place: { card: { ...card, hostName: null }, host: '10.0.0.12', nameLeadsThere: false },
      to: { address: '10.0.0.12:8088', source: 'linkAddress' },
    },
    {
      where: 'it is a Master whose address was entered as a name',
      place: { card, host: 'master.plant', nameLeadsThere: false },
      to: { address: 'master.plant:8088', source: 'linkAddress' },
    },
    {
      where: 'it is a Master whose address was entered as IPv6',
      place: { card: { ...card, hostName: null }, host: 'fd00::12', nameLeadsThere: false },
      to: { address: '[fd00::12]:8088', source: 'linkAddress' },
    },
    {
      where: 'both run on one computer, whose name other computers may not reach',
      place: { card, host: '127.0.0.1', nameLeadsThere: true },
      to: { address: '127.0.0.1:8088', source: 'linkAddress' },
    },
  ] as const) {
    it(`[P2] where ${where}`, () => {
      expect(destinationOf(place)).toEqual(to);
    });
  }

  it('[P2] a name counts only if it leads to that very address', async () => {
    const found = await Promise.all([
      leadsTo('localhost', '127.0.0.1'),
      leadsTo('localhost', '10.0.0.12'),
      leadsTo('no-such-name.invalid', '127.0.0.1'),
    ]);
    expect(found).toEqual([true, false, false]);
  });
});
