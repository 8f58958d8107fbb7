import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { Store } from '@ngrx/store';
import { FakeEdge, provideFakeEdge, someSession } from '../gateways/fake-edge.testing.ts';
import { answerAsPair } from '../gateways/fake-pair.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { PageAddress } from '../gateways/page-address.ts';
import { longestPauseMs } from '../gateways/poll.ts';
import { sessionEvents } from '../gateways/session-state.ts';
import { CONSOLE_BROWSER } from './console-switch.ts';
import { fakeBrowser, origins, type StatesOfBoth } from './fake-browser.testing.ts';
import { Shell } from './shell.ts';

const api = '/data/api/v1';

describe('The console', () => {
  it('[P2] offers to go on at the node that took over, and goes there only when that is wanted', async () => {
    const { text, die, pass, press, opened } = await setup();
    die();
    await pass(5000);
    expect(text()).toContain('A, where this console came from, does not answer.');
    expect(opened).toEqual([]);
    await press('Go on at B');
    expect(opened.length).toBe(1);
    const url = new URL(opened[0] ?? '');
    expect(url.origin + url.pathname + url.search).toBe('http://b:8089/status/redundancy?range=5');
    expect(url.hash).toMatch(/^#log~moved~/);
    expect(decodeURIComponent(url.hash)).toContain('"ticket":"ticket"');
  });

  it('[P2] asks for no heartbeat and offers nothing while its node answers, though that stands by', async () => {
    const { text, states, asked, pass } = await setup();
    Object.assign(states, { A: 'Standby', B: 'Running' });
    await pass(5000);
    expect(asked).toEqual([]);
    expect(text()).not.toContain('Go on at');
  });

  it('[P2] offers nothing where nobody runs, and no more once its node is back', async () => {
    const { text, states, die, revive, pass } = await setup();
    die();
    states.B = 'Standby';
    await pass(5000);
    expect(text()).not.toContain('Go on at');
    states.B = 'Running';
    await pass(3000);
    expect(text()).toContain('Go on at B');
    revive();
    await pass(longestPauseMs + 1000);
    expect(text()).not.toContain('Go on at');
  });

  it('[P2] takes its offer back when the other node dies too, and offers again when that is back', async () => {
    const { text, states, die, pass, press, opened } = await setup();
    die();
    await pass(5000);
    expect(text()).toContain('Go on at B');
    states.B = null;
    await pass(3000);
    expect(text()).not.toContain('Go on at');
    expect(text()).not.toContain('where this console came from');
    states.B = 'Running';
    await pass(3000);
    expect(text()).toContain('Go on at B');
    await press('Go on at B');
    expect(opened.length).toBe(1);
  });

  it('[P2] does not leave by itself, long after that was wanted, when a node comes back that died meanwhile', async () => {
    const { text, states, die, pass, press, opened } = await setup();
    die();
    await pass(5000);
    states.B = null;
    await press('Go on at B');
    await pass(3000);
    states.B = 'Running';
    await pass(5000);
    expect(opened).toEqual([]);
    expect(text()).toContain('Go on at B');
  });

  it('[P2] goes on offering while it hears of another address of the nodes', async () => {
    const { text, die, hearOfAddress, pass } = await setup();
    die();
    await pass(5000);
    hearOfAddress('http://c:8089');
    for (let passed = 0; passed < 15_000; passed += 50) {
      await pass(50);
      expect(text()).toContain('Go on at B');
    }
  });

  it('[P3] says afterwards that it moved and why, until that is closed', async () => {
    const first = await setup();
    first.die();
    await first.pass(5000);
    await first.press('Go on at B');
    const brought = broughtIn(first.opened[0] ?? '');
    TestBed.resetTestingModule();
    const { text, press } = await setup(brought);
    expect(text()).toMatch(/Moved from A to B at .*: A does not answer\./);
    await press('Close');
    expect(text()).not.toContain('Moved from');
  });

  it('[P3] shows nothing that a link made up', async () => {
    const { text } = await setup('#~understudy~{"from":"<b>"}');
    expect(text()).not.toContain('Moved from');
  });
});

@Component({ selector: 'us-some-page', template: '' })
class SomePage {}

async function setup(brought: unknown = null) {
  const edge = new FakeEdge();
  const time = new FakeTime(Date.UTC(2026, 10, 21));
  const states: StatesOfBoth = { A: 'Running', B: 'Standby' };
  const opened: string[] = [];
  const asked: string[] = [];
  answerAsPair(edge, time);
  const address: Partial<PageAddress> = {
    takeSignInCode: () => null,
    takeTicket: () => null,
    takePage: () => brought,
    scheme: () => 'http',
  };
  const browser = fakeBrowser(time, { states, asked, open: (to) => opened.push(to) });
  TestBed.configureTestingModule({
    providers: [
      { provide: PageAddress, useValue: address },
      { provide: CONSOLE_BROWSER, useValue: browser },
      provideFakeEdge(edge, time),
      provideRouter([{ path: 'status/redundancy', component: SomePage }]),
    ],
  });
  const session = someSession({ ticketRemainingMs: 3_600_000 });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(Shell);
  const element = fixture.nativeElement as HTMLElement;
  /** In steps, so that what was asked is answered in between. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      time.pass(50);
      await fixture.whenStable();
    }
  };
  await TestBed.inject(Router).navigateByUrl('/status/redundancy');
  await pass(2000);
  const press = async (label: string) => {
    const buttons = [...element.querySelectorAll<HTMLElement>('.notice button')];
    buttons.find((button) => button.textContent.includes(label))?.click();
    await pass(200);
  };
  const die = () => {
    for (const path of ['redundancy', 'runtime/nodes']) edge.answer(`GET ${api}/${path}`, () => ({ status: 0 }));
    Object.assign(states, { A: null, B: 'Running' });
  };
  const revive = () => {
    answerAsPair(edge, time);
    states.A = 'Standby';
  };
  const hearOfAddress = (also: string) => {
    const nodes = [
      { nodeId: 'A', name: 'A', role: 'Master', probeAddresses: [origins.A], destination: null },
      { nodeId: 'B', name: 'B', role: 'Backup', probeAddresses: [origins.B, also], destination: null },
    ];
    edge.answer(`GET ${origins.B}${api}/runtime/nodes`, () => ({ body: { pairId: 'pair', nodes } }));
  };
  const text = () => element.textContent;
  return { text, die, revive, hearOfAddress, pass, press, opened, asked, states };
}

/** What the page that moved packed into the fragment for the next one. */
function broughtIn(address: string): unknown {
  const text = decodeURIComponent(address.slice(address.indexOf('~moved~') + '~moved~'.length));
  return (JSON.parse(text) as { page: unknown }).page;
}
