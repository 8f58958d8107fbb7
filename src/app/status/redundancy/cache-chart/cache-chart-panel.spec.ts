import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import { BehaviorSubject } from 'rxjs';
import { cacheSeries, type Charts } from '#contract/charts';
import { exampleAt } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../../gateways/fake-edge.testing.ts';
import { answerAsPair } from '../../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../../gateways/fake-time.testing.ts';
import { ON_SCREEN } from '../../../gateways/on-screen.ts';
import { sessionEvents } from '../../../gateways/session-state.ts';
import { CacheChartPanelHarness } from './cache-chart-panel.harness.ts';
import { RedundancyPage } from '../redundancy-page.ts';

const path = '/data/api/v1/redundancy/charts';
const second = 1000;
const hour = 3_600_000;

describe('Config Updates Disk Cache', () => {
  it('[S5] says in a sentence how much waited for the Backup, when, and what waits now', async () => {
    const { panel } = await setup([0, 3, 7, 2]);
    expect(await panel.summary()).toMatch(
      /^At most 7 updates \(1.4 kB\) waited for B since \d\d:\d\d:\d\d, at \d\d:\d\d:\d\d. Now 2 updates wait. The log of all changes takes 5 kB.$/,
    );
    expect((await panel.charts())[0]).toContain('Updates waiting. At most 7 updates');
    expect(await panel.lines()).toBe(2);
  });

  it('[S5] says that nothing was waiting, and since when', async () => {
    const { panel } = await setup([0, 0, 0]);
    expect(await panel.summary()).toMatch(/^Nothing was waiting for B since \d\d:\d\d:\d\d. The log/);
  });

  it('[S5] tells that nothing was measured yet from that nothing was waiting', async () => {
    const { panel } = await setup([]);
    expect(await panel.summary()).toBe('Nothing was measured yet.');
    expect(await panel.hasSlider()).toBeFalse();
    expect(await panel.lines()).toBe(0);
  });

  it('[S5] draws no line through the time in which the gateway did not run', async () => {
    const { panel } = await setup([1, 2, 3, null, null, null, null, null, null, null, null, 4, 5]);
    expect(await panel.lines()).toBe(4);
  });

  it('[S5] asks the Master every ten seconds for the last hour, up to now', async () => {
    const { edge, time, asked } = await setup([0, 1]);
    const before = asked().length;
    time.pass(40 * second);
    expect(asked().length - before).toBe(4);
    const froms = asked().map(({ query }) => Number(query.get('from')));
    expect(froms.at(-1)! - froms.at(-2)!).toBe(10 * second);
    expect(asked().at(-1)!.query.get('to')).toBeNull();
    expect(edge.requests.some(({ line }) => line.includes('b:8089') && line.includes('charts'))).toBeFalse();
  });

  it('[S5] asks again at once for the time that the slider is set to, and follows now from its right end', async () => {
    const { panel, asked, stable, time } = await setup(Array.from({ length: 100 }, (_, at) => at));
    const before = asked().length;
    const end = exampleAt - 50 * second;
    await panel.moveEnd(end);
    await stable();
    expect(asked().length).toBe(before + 1);
    const last = asked().at(-1)!;
    expect(Math.abs(Number(last.query.get('to')) - end)).toBeLessThan(2 * second);
    expect(await panel.summary()).toContain(' from ');
    await panel.moveEnd(time.now() + hour);
    await stable();
    expect(asked().at(-1)!.query.get('to')).toBeNull();
    expect((await panel.thumbs())[1]).toBe('now');
  });

  it('[S5] shows a day or all that there is by one press', async () => {
    const { panel, asked, stable, time } = await setup([1, 2]);
    expect(await panel.pressed()).toBe('1 h');
    await panel.choose('1 d');
    await stable();
    expect(time.now() - Number(asked().at(-1)!.query.get('from'))).toBe(24 * hour);
    await panel.choose('All');
    await stable();
    expect(asked().at(-1)!.query.get('from')).toBeNull();
    expect(await panel.pressed()).toBe('All');
  });

  it('[S5] keeps the last chart of a Master that fell silent, with its age', async () => {
    const { panel, answer, time, stable } = await setup([0, 7]);
    answer(() => ({ status: 0 }));
    time.pass(60 * second);
    await stable();
    expect(await panel.summary()).toContain('At most 7 updates');
    expect((await panel.notes())[0]).toMatch(/^as of \d\d:\d\d:\d\d \(1 min ago\)$/);
    expect(await panel.summary()).toContain(' Then 7 updates waited.');
    expect(await panel.notes()).toContain('A does not answer this browser.');
  });

  it('[S5] never takes the last chart of a Master that is known to be silent for one of now', async () => {
    const { panel, edge, answer, onScreen, time, stable } = await setup([0, 7]);
    onScreen.next(false);
    for (const say of [answer, (by: () => FakeAnswer) => edge.answer('GET /data/api/v1/redundancy', by)]) {
      say(() => ({ status: 0 }));
    }
    time.pass(60 * second);
    onScreen.next(true);
    time.pass(second);
    await stable();
    expect((await panel.notes())[0]).toMatch(/^as of \d\d:\d\d:\d\d \(1 min ago\)$/);
  });

  it('[S5] says of an older Master that it does not report it', async () => {
    const { panel } = await setup([], () => ({ status: 404 }));
    expect(await panel.summary()).toBe('Not reported by A.');
  });
});

/** `values`: updates that waited, a second apart, the last one just now; `null`: nothing was measured. */
function charts(values: readonly (number | null)[]): Charts {
  const begin = exampleAt - values.length * second;
  const points = (of: (value: number) => number) =>
    values.flatMap((value, at): [number, number][] => (value === null ? [] : [[begin + at * second, of(value)]]));
  return {
    since: values.length === 0 ? null : begin,
    series: [
      { name: cacheSeries.updates, unit: 'updates', points: points((value) => value) },
      { name: cacheSeries.bytes, unit: 'bytes', points: points((value) => value * 200) },
      { name: cacheSeries.log, unit: 'bytes', points: points(() => 5000) },
    ],
  };
}

async function setup(values: readonly (number | null)[], by: () => FakeAnswer = () => ({ body: charts(values) })) {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  answerAsPair(edge, time);
  const answer = (now: () => FakeAnswer) => edge.answer(`GET ${path}`, now);
  answer(by);
  const onScreen = new BehaviorSubject(true);
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), { provide: ON_SCREEN, useValue: () => onScreen }, provideRouter([])],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const session = someSession({ ticketRemainingMs: 3_600_000 });
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(RedundancyPage);
  const stable = () => TestBed.inject(ApplicationRef).whenStable();
  for (let step = 0; step < 3; step += 1) {
    time.pass(second);
    await stable();
  }
  const panel = await TestbedHarnessEnvironment.loader(fixture).getHarness(CacheChartPanelHarness);
  const asked = () => edge.requests.filter(({ line }) => line === `GET ${path}`);
  return { panel, edge, onScreen, time, stable, asked, answer };
}
