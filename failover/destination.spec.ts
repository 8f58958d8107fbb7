import { destinationOf } from './destination.ts';
import { beatOf, nodeB } from './follow.testing.ts';

const announced = { ...nodeB, probes: ['http://10.0.0.12:8088'], destination: 'pc-b:8088' };
const http = new URL('http://a:8088/page');
const https = new URL('https://a:8060/page');
const saying = (publicAddress: string | null) => beatOf('B', 'Running', 2, { publicAddress });

describe('Where a page goes', () => {
  for (const [what, node, publicAddress, place, address] of [
    [
      'is the public address that the running node says',
      announced,
      'company.com:8080',
      http,
      'http://company.com:8080',
    ],
    ['is that address in the scheme that it has', announced, 'https://company.com', http, 'https://company.com'],
    [
      'is that address in the scheme of the page where it has none',
      announced,
      'c.com:8080',
      https,
      'https://c.com:8080',
    ],
    ['is else what the gateways have found out', announced, null, http, 'http://pc-b:8088'],
    ['is that in the scheme of the page too', announced, null, https, 'https://pc-b:8088'],
    ['is else where the node is asked', { ...announced, destination: null }, null, https, 'http://10.0.0.12:8088'],
    [
      'is beside the gateway what is listed, whatever it says',
      { ...announced, fixed: true },
      'c.com',
      http,
      'http://pc-b:8088',
    ],
    ['is nowhere where nothing is known', { ...announced, probes: [], destination: null }, null, http, null],
    ['is nowhere where that is no address', announced, 'http://', http, null],
  ] as const) {
    it(`[P2] ${what}`, () => expect(destinationOf(node, saying(publicAddress), place)).toBe(address));
  }
});
