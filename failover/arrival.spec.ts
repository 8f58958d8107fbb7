import { arrivalIn, unpacked, withArrival, type Arrival } from './arrival.ts';

const arrival: Arrival = {
  from: 'A',
  to: 'B',
  reason: 'silent',
  at: 7,
  moves: [{ to: 'http://b', epoch: '1.B', at: 7 }],
};

describe('What a page that moves brings along', () => {
  for (const hash of ['', '#tank', '#/tank?zoom=2', '#100%25 "<of>"', '#a~understudy~b']) {
    it(`[P3] is found again behind the fragment "${hash}", which is as it was`, () => {
      const { hash: moved } = new URL(`http://b/page${withArrival(hash, arrival)}`);
      const found = unpacked(moved);
      expect(found).toEqual({ hash: new URL(`http://b/page${hash}`).hash, arrival });
    });
  }

  for (const [what, moves] of [
    ['a move that is none', [{ to: 'http://b', epoch: 1, at: 7 }]],
    ['more moves than any page keeps', Array.from({ length: 20 }, () => arrival.moves[0])],
  ] as const) {
    it(`[P3] is not believed with ${what}`, () => {
      const text = encodeURIComponent(JSON.stringify({ ...arrival, moves }));
      expect(unpacked(`#tank~understudy~${text}`)).toEqual({ hash: '#tank', arrival: null });
    });
  }

  it('[P3] is found in what a page of either kind brought, and in nothing else', () => {
    expect([withArrival('', arrival), { arrival, drafts: {} }].map(arrivalIn)).toEqual([arrival, arrival]);
    const others = [null, undefined, 7, '#tank', [], {}, { arrival: { ...arrival, at: 'now' } }];
    expect(others.map(arrivalIn)).toEqual(others.map(() => null));
  });
});
