import { nodeAt, nodesIn } from './attributes.ts';

const text = `
  ida http://A.plant:8088/ https://a.plant:8060 name=A,
  idb http://b.plant:8088 name=B page=http://b.plant:3000
`;

describe('The attributes of the script tag', () => {
  it('[P5] list both nodes with their addresses', () => {
    expect(nodesIn(text)).toEqual([
      {
        nodeId: 'ida',
        name: 'A',
        probes: ['http://a.plant:8088', 'https://a.plant:8060'],
        destination: 'http://a.plant:8088',
      },
      { nodeId: 'idb', name: 'B', probes: ['http://b.plant:8088'], destination: 'http://b.plant:3000', fixed: true },
    ]);
    expect(nodesIn('')).toEqual([]);
    expect(nodesIn('ida, , http://b')).toEqual([]);
  });

  it('[P5] tell whose page this is by its address, unless it is nobody’s', () => {
    expect(nodeAt(new URL('http://b.plant:3000'), nodesIn(text))).toBe('idb');
    expect(nodeAt(new URL('https://a.plant:8060'), nodesIn(text))).toBe('ida');
    expect(nodeAt(new URL('https://elsewhere'), nodesIn(text))).toBeNull();
    const short = nodesIn('ida http://a:8088 page=a.plant:3000, idb http://b:8088 page=b.plant:3000');
    expect(nodeAt(new URL('https://b.plant:3000'), short)).toBe('idb');
    expect(nodeAt(new URL('http://same'), nodesIn('a http://same, b http://same'))).toBeNull();
  });
});
