import { changesLine, pageLine, someTag } from '../live/fake-live.testing.ts';
import { heard, nothingHeard } from '../live/live-state.ts';
import { trendMs } from '../live/trends.ts';
import { trendView } from './trend-view.ts';

describe('A trend', () => {
  it('[P1] is whole once it reaches back as far as is drawn, and until then says since when it is', () => {
    expect(trendAfter([0, 1000])).toEqual(jasmine.objectContaining({ whole: false, since: jasmine.any(String) }));
    expect(trendAfter([0, trendMs - 60_000])?.whole).toBeFalse();
    expect(trendAfter(Array.from({ length: 700 }, (_, second) => second * 1000))?.whole).toBeTrue();
  });

  it('[P1] of which nothing was measured is not whole', () => {
    const bad = someTag({ quality: 'Bad' });
    expect(trendAfter([0], bad)).toEqual(jasmine.objectContaining({ whole: false, since: null }));
  });
});

/** Of a page that heard the tag at these times, epoch ms. */
function trendAfter(times: number[], tag = someTag()) {
  const lines = times.map((_, at) => (at === 0 ? pageLine({ tags: [tag], trends: ['Level'] }) : changesLine({})));
  const state = lines.reduce(
    (before, line, index) => heard(before, { kind: 'line', line, at: times[index] ?? 0, clockOffsetMs: 0 }),
    nothingHeard,
  );
  return state.page === null ? null : trendView('Level', state.page, state, times.at(-1) ?? 0);
}
