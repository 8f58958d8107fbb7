import { askNode, isServed, type Ask, type Fetch } from './ask.ts';
import { beatOf, nodeA, pairId } from './follow.testing.ts';

const question = { pairId, page: 'p' };
const beat = { ok: true, json: async (): Promise<unknown> => beatOf('A', 'Running') };

describe('A question to a node', () => {
  it('[P2] is sent as nobody, past every cache, and leaves no timer behind', async () => {
    const { world, asked, waiting } = worldOf(async () => beat);
    expect((await askNode(nodeA, nodeA.probes, question, world)).kind).toBe('beat');
    expect(asked).toEqual([
      ['http://a:8088/system/heartbeat?page=p', jasmine.objectContaining({ credentials: 'omit', cache: 'no-store' })],
    ]);
    expect(waiting()).toBe(0);
  });

  it('[P2] is missed, not refused, where nothing comes in time: that may be a slow network', async () => {
    const { world, time } = worldOf(
      (_url, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    const answer = askNode(nodeA, nodeA.probes, question, world);
    time();
    expect(await answer).toEqual({ kind: 'missed' });
  });

  for (const [what, value] of [
    ['a state that is none', { ...beatOf('A', 'Running'), runningState: 'Starting' }],
    ['another node', beatOf('B', 'Running')],
    ['another pair', { ...beatOf('A', 'Running'), pairId: 'other' }],
    ['the page of a router', 'Please sign in'],
  ] as const) {
    it(`[P2] is missed where ${what} is answered`, async () => {
      const { world } = worldOf(async () => ({ ok: true, json: async () => value }));
      expect(await askNode(nodeA, nodeA.probes, question, world)).toEqual({ kind: 'missed' });
    });
  }
});

describe('A look at where a page is to go', () => {
  it('[P2] believes only a good answer, where that can be read', async () => {
    const { world, asked } = worldOf(async () => ({ ...beat, ok: false }));
    expect(await isServed('http://a', false, world)).toBeFalse();
    expect(asked[0]?.[1]).toEqual(jasmine.objectContaining({ method: 'HEAD', mode: 'cors' }));
  });

  it('[P5] takes any answer of another web server, whose answers cannot be read', async () => {
    const { world, asked } = worldOf(async () => ({ ...beat, ok: false }));
    expect(await isServed('http://a', true, world)).toBeTrue();
    expect(asked[0]?.[1]).toEqual(jasmine.objectContaining({ mode: 'no-cors' }));
  });

  it('[P2] finds nothing where it is refused', async () => {
    const { world } = worldOf(async () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await isServed('http://a', true, world)).toBeFalse();
  });
});

function worldOf(answer: Fetch) {
  const asked: Parameters<Fetch>[] = [];
  const timers = new Set<() => void>();
  const world: Ask = {
    fetch: (...question) => {
      asked.push(question);
      return answer(...question);
    },
    later: (call) => {
      timers.add(call);
      return () => timers.delete(call);
    },
  };
  return { world, asked, waiting: () => timers.size, time: () => timers.forEach((call) => call()) };
}
