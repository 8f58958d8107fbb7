import type { AddressTest, Seen } from './address-test.ts';
import { testAdvice, viewInWords } from './address-test-words.ts';

const a: Seen = { found: 'node', nodeId: 'id-a', runningState: 'Running' };
const standbyB: Seen = { found: 'node', nodeId: 'id-b', runningState: 'Standby' };
const activeB: Seen = { found: 'node', nodeId: 'id-b', runningState: 'Running' };
const stranger: Seen = { found: 'stranger' };
const silence: Seen = { found: 'noAnswer' };
const notAsked: Seen = { found: 'notAsked', why: 'B does not answer this browser.' };

describe('What a test of the public address of A says', () => {
  for (const { what, seen, advice } of [
    { what: 'A answers everywhere', seen: [a, a, a], advice: 'good: From everywhere the address leads to A.' },
    {
      what: 'the standby B answers everywhere',
      seen: [standbyB, standbyB, standbyB],
      advice: 'bad: The address leads to B, but operators come here when B has failed.',
    },
    {
      what: 'B answers everywhere and is active, as behind a load balancer',
      seen: [activeB, activeB, activeB],
      advice: 'attention: Right only if the address always leads to the active node, as a load balancer does.',
    },
    {
      what: 'each gateway finds itself',
      seen: [a, a, standbyB],
      advice: 'bad: Where it leads depends on from where it is asked.',
    },
    {
      what: 'a gateway of another pair answers',
      seen: [stranger, stranger, stranger],
      advice: 'bad: Operators would not come to A.',
    },
    { what: 'nobody answers', seen: [silence, silence, silence], advice: 'bad: Nobody found A there.' },
    {
      what: 'only a gateway is kept out',
      seen: [a, silence, a],
      advice: 'attention: Browsers come to A, as operators need. Not every gateway does.',
    },
    {
      what: 'only this browser is kept out',
      seen: [silence, a, a],
      advice: 'bad: This browser does not come to A, so operators may not either.',
    },
    {
      what: 'a gateway could not be asked',
      seen: [a, a, notAsked],
      advice: 'unknown: It is not known from everywhere who answers.',
    },
    { what: 'one place has not answered yet', seen: [a, a, null], advice: '' },
  ]) {
    it(`[N3] where ${what}`, () => {
      expect(adviceOn({ seen })).toBe(advice);
    });
  }

  it('[N3] warns of an address that every computer takes for itself, whoever answers', () => {
    for (const origin of ['http://localhost:8088', 'http://127.0.0.1:8088', 'http://[::1]:8088']) {
      expect(adviceOn({ origin })).toBe(
        'bad: Every computer means itself by this address: operators elsewhere would not come to A.',
      );
    }
    expect(adviceOn({ origin: 'http://127.company.com' })).toContain('good');
  });

  it('[N3] warns of an address with http on a page with https', () => {
    const scene = { pageScheme: 'https', seen: [notAsked, a, a] } as const;
    expect(adviceOn(scene)).toContain('attention: Operators who use https would come to a page without it.');
    expect(adviceOn({ ...scene, origin: 'https://company.com' })).not.toContain('without it');
  });

  it('[N3] says of a browser only what it knows, and more of a gateway', () => {
    expect(textOf(silence, { nodeId: null })).toBe('Nothing answers, or the name is not known');
    expect(textOf(silence, { nodeId: null, origin: 'https://company.com' })).toBe(
      'Nothing answers, or this browser does not trust the certificate',
    );
    expect(textOf(silence, { nodeId: 'id-b' })).toBe('Nothing answers');
    expect(textOf({ found: 'unknownName' }, { nodeId: 'id-b' })).toBe('The name company.com is not known there');
    expect(textOf(notAsked, { nodeId: 'id-b' })).toBe('Not known. B does not answer this browser.');
  });
});

interface Given {
  seen?: readonly (Seen | null)[];
  origin?: string;
  pageScheme?: 'http' | 'https';
}

const node = { nodeId: 'id-a', name: 'A', otherName: 'B' };

function testOf({ seen = [a, a, a], origin = 'http://company.com:8080' }: Given): AddressTest {
  const places = [null, 'id-a', 'id-b'];
  const views = seen.map((one, at) => ({ nodeId: places[at] ?? null, name: `${at}`, seen: one }));
  return { address: origin, origin, startedAt: 0, views };
}

function adviceOn(given: Given): string {
  const advice = testAdvice(testOf(given), { node, pageScheme: given.pageScheme ?? 'http' });
  return advice.map(({ tone, text }) => `${tone}: ${text}`).join(' ');
}

function textOf(seen: Seen, given: Given & { nodeId: string | null }): string {
  const view = { nodeId: given.nodeId, name: 'here', seen };
  return viewInWords(testOf(given), view, { node, pageScheme: given.pageScheme ?? 'http' }).text;
}
