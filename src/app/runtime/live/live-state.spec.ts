import { changesLine, pageLine, someAlarm, someTag } from './fake-live.testing.ts';
import type { LiveNews } from './live-connection.ts';
import { heard, nothingHeard } from './live-state.ts';

describe('What a page has heard', () => {
  it('[P1] keeps the values when nothing is heard any more, with the time since when', () => {
    const state = after([line(pageLine({ tags: [someTag()] }), 1000), failed(2000), failed(2500)]);
    expect(state.page?.tags[0]?.value).toBe(40);
    expect(state.receivedAt).toBe(1000);
    expect(state.failure?.sinceAt).toBe(2000);
  });

  it('[P1] changes only what has changed', () => {
    const [one, other, alarm] = [someTag(), someTag({ name: 'Pump', value: true, dataType: 'boolean' }), someAlarm()];
    const start = pageLine({ tags: [one, other], alarms: [alarm] });
    const acknowledged = { ...alarm, acknowledged: true };
    const state = after([
      line(start, 0),
      line(changesLine({ tags: [{ ...one, value: 41 }], alarms: [acknowledged] }), 9),
    ]);
    expect(state.page?.tags.map(({ value }) => value)).toEqual([41, true]);
    expect(state.page?.alarms).toEqual([acknowledged]);
  });

  it('[P2] notices that another node serves the page now, and who did before', () => {
    const state = after([line(pageLine(), 0), line(changesLine({}, 'B'), 5000), line(changesLine({}, 'B'), 6000)]);
    expect(state.served).toEqual({ nodeId: 'B', name: 'B', running: true, sinceAt: 5000 });
    expect(state.before).toEqual({ name: 'A', at: 5000 });
  });

  it('[P1] draws a line that is broken where nothing was heard, and forgets what is older than ten minutes', () => {
    const start = line(pageLine({ tags: [someTag()], trends: ['Level'] }), 0);
    const seconds = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) =>
        line(changesLine({ tags: [someTag({ value: at })] }), (from + at) * 1000),
      );
    const broken = after([start, ...seconds(1, 4), ...seconds(20, 22)]);
    expect(broken.trends['Level']?.map((points) => points.map(({ at }) => at / 1000))).toEqual([
      [0, 1, 2, 3],
      [20, 21],
    ]);
    const long = after([start, ...seconds(1, 900)]);
    expect(long.trends['Level']?.flat().length).toBe(600);
  });

  it('[P1] goes on drawing when the clock of the computer is set back, without lines from the future', () => {
    const start = line(pageLine({ tags: [someTag()], trends: ['Level'] }), 3_600_000);
    const state = after([
      start,
      line(changesLine({}), 3_601_000),
      line(changesLine({}), 5000),
      line(changesLine({}), 6000),
    ]);
    expect(state.trends['Level']?.map((points) => points.map(({ at }) => at))).toEqual([[5000, 6000]]);
  });

  it('[P1] draws a tag whatever its name', () => {
    const tags = [someTag({ name: 'constructor' })];
    const state = after([line(pageLine({ tags, trends: ['constructor'] }), 0)]);
    expect(state.trends['constructor']).toEqual([[{ at: 0, value: 40 }]]);
  });

  it('[P1] draws nothing of a value that is not good', () => {
    const doubtful = someTag({ quality: 'Uncertain' });
    const state = after([line(pageLine({ tags: [doubtful], trends: ['Level'] }), 0)]);
    expect(state.trends['Level']).toEqual([]);
  });
});

function after(news: LiveNews[]) {
  return news.reduce(heard, nothingHeard);
}

function line(said: ReturnType<typeof pageLine>, at: number): LiveNews {
  return { kind: 'line', line: said, at, clockOffsetMs: said.at - at };
}

function failed(at: number): LiveNews {
  return { kind: 'failed', failure: { kind: 'noAnswer' }, at };
}
