import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { FakeEdge, provideFakeEdge, someSession } from '../../gateways/fake-edge.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { sessionEvents, sessionFeature } from '../../gateways/session-state.ts';
import { changesLine, FakeLive, pageLine, until } from './fake-live.testing.ts';
import { FETCH } from './fetch-lines.ts';
import { LiveConnection, type LiveNews } from './live-connection.ts';

describe('The live connection of a page', () => {
  it('[P1] reads the page and then its changes, wherever the network cuts the bytes', async () => {
    const { live, kinds, follow } = setup();
    await follow();
    const text = `${JSON.stringify(pageLine({ title: 'Behälter' }))}\n${JSON.stringify(changesLine({}))}\n`;
    for (const part of [text.slice(0, 7), text.slice(7, 90), text.slice(90)]) live.sayText(part);
    await until(() => kinds().length === 2);
    expect(kinds()).toEqual(['page', 'changes']);
    expect(live.asked[0]?.url).toBe('/data/api/v1/runtime/live?project=works&page=tank');
  });

  it('[P1] is made anew at once when its node ends it, and with longer pauses while none answers', async () => {
    const { live, time, kinds, follow } = setup();
    await follow();
    live.say(pageLine());
    await until(() => kinds().length === 1);
    time.pass(1000);
    live.end();
    await until(() => {
      time.pass(0);
      return live.asked.length === 2;
    });
    live.down = true;
    live.break();
    for (const [nth, pauseMs] of [250, 250, 500, 1000, 2000, 4000, 5000, 5000].entries()) {
      await until(() => kinds().length === nth + 2);
      time.pass(pauseMs - 1);
      expect(live.asked.length).toBe(nth + 2);
      time.pass(1);
      await until(() => live.asked.length === nth + 3);
    }
  });

  it('[P1] asks once a second where each answer tells the page and ends, for this browser has too many of them', async () => {
    const { live, time, kinds, follow } = setup();
    await follow();
    for (const count of [1, 2, 3]) {
      live.say(pageLine());
      live.end();
      await until(() => kinds().length === count);
      time.pass(900);
      expect(live.asked.length).toBe(count);
      await until(() => {
        time.pass(10);
        return live.asked.length === count + 1;
      });
    }
  });

  it('[P1] counts as lost when nothing comes for three seconds, though nobody ended it', async () => {
    const { live, time, news, follow } = setup();
    await follow();
    live.say(pageLine());
    await until(() => news.length === 1);
    time.pass(3000);
    expect(news.at(-1)).toEqual(jasmine.objectContaining({ kind: 'failed', failure: { kind: 'timeout' } }));
    time.pass(250);
    await until(() => live.asked.length === 2);
  });

  it('[P1] is made anew when what comes is old, as on a slow network, and takes no delay for a wrong clock', async () => {
    const { live, time, news, follow } = setup();
    await follow();
    const nodeClock = () => time.now() + 3_600_000;
    live.say(pageLine({}, { at: nodeClock() }));
    await until(() => news.length === 1);
    const saidAt = nodeClock();
    time.pass(2000);
    live.say(changesLine({}, 'A', saidAt));
    await until(() => news.length === 2);
    expect(news.map((each) => each.kind === 'line' && each.clockOffsetMs)).toEqual([3_600_000, 3_600_000]);
    for (const count of [3, 4, 5]) {
      time.pass(1500);
      live.say(changesLine({}, 'A', saidAt));
      await until(() => news.length === count);
    }
    expect(news.at(-1)).toEqual(jasmine.objectContaining({ kind: 'failed', failure: { kind: 'timeout' } }));
    time.pass(250);
    await until(() => live.asked.length === 2);
  });

  it('[P2] goes by ticket, which the other node behind the same address knows too, else by cookie', async () => {
    const { live, follow, phase } = setup();
    live.refusals.push(401);
    await follow();
    await until(() => live.asked.length === 2);
    expect(live.asked.map(({ authorization }) => authorization)).toEqual(['Bearer ticket', null]);
    expect(phase()).toBe('signedIn');
  });

  it('[P1] leads to the sign-in when neither counts any more', async () => {
    const { live, edge, follow, phase } = setup();
    edge.answer('POST /data/api/v1/session/code', () => ({ status: 401 }));
    live.refusals.push(401, 401);
    await follow();
    await until(() => phase() === 'signedOut');
    expect(live.asked.length).toBe(2);
  });

  it('[P2] leads to no sign-in while nobody has said that the session is over', async () => {
    const { live, edge, time, follow, phase } = setup();
    live.refusals.push(401, 401);
    await follow();
    await until(() => live.asked.length === 2);
    time.pass(250);
    await until(() => live.asked.length === 3);
    expect(edge.requests.at(-1)?.line).toBe('POST /data/api/v1/session/code');
    expect(phase()).toBe('signedIn');
  });

  it('[P2] begins anew when another node does the work behind the address', async () => {
    const { live, connection, follow } = setup();
    await follow();
    connection.again();
    await until(() => live.asked.length === 2);
  });
});

function setup() {
  const time = new FakeTime();
  const [edge, live] = [new FakeEdge(), new FakeLive()];
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), LiveConnection, { provide: FETCH, useValue: live.fetch }],
  });
  const store = TestBed.inject(Store);
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  store.dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
  const connection = TestBed.inject(LiveConnection);
  const news: LiveNews[] = [];
  return {
    ...{ live, edge, time, connection, news },
    kinds: () => news.map((each) => (each.kind === 'line' ? each.line.type : each.kind)),
    phase: store.selectSignal(sessionFeature.selectPhase),
    follow: async () => {
      connection.follow('works', 'tank').subscribe((each) => news.push(each));
      await until(() => live.asked.length === 1);
    },
  };
}
