import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withRouterConfig } from '@angular/router';
import { FakeEdge, provideFakeEdge, someSession } from '../gateways/fake-edge.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { keep } from '../gateways/kept.ts';
import { keepNodes } from '../gateways/kept-nodes.ts';
import { PageAddress } from '../gateways/page-address.ts';
import { Root } from '../root.ts';
import { CONSOLE_BROWSER } from './console-switch.ts';
import { fakeBrowser, nodeAt, origins, type StatesOfBoth } from './fake-browser.testing.ts';

const api = '/data/api/v1';
const operatorPath = '/runtime/works/tank?wall=2#top';
const moved = { from: 'B', to: 'A', reason: 'silent', at: 0, moves: [] as unknown[] };
const drafts = { 'tag Note': { text: 'pump 2', state: 'typed', note: null } };

describe('A page whose node does not say whether somebody is signed in', () => {
  beforeEach(() => keep('signed-in', 'yes'));
  afterEach(() => ['signed-in', 'known-at-both', 'nodes'].forEach((name) => keep(name, null)));

  it('[P2] offers to go on at the node that does the work, and goes there only when that is wanted', async () => {
    const { text, pass, press, opened } = await setup();
    await pass(5000);
    expect(text()).toContain('does not say yet whether you are signed in');
    expect(opened).toEqual([]);
    await press('Go on at B');
    const [address, packed] = (opened[0] ?? '').split('~moved~');
    expect(address).toBe('http://b:8089/status/redundancy?range=5#log');
    expect(decodeURIComponent(packed ?? '')).toContain('~understudy~');
    expect(opened.length).toBe(1);
  });

  it('[P2] goes to the page that was asked for, though its own node died before it gave that page', async () => {
    const { pass, press, opened } = await setup();
    await TestBed.inject(Router).navigateByUrl('/diagnostics/logs?wall=2#end');
    await pass(3000);
    await press('Go on at B');
    expect(opened[0]).toMatch(/^http:\/\/b:8089\/diagnostics\/logs\?wall=2#end~moved~/);
  });

  it('[P2] offers nothing while its node does the work, nor while the other one is silent too', async () => {
    const { states, text, pass } = await setup({ states: { A: 'Running', B: 'Standby' } });
    await pass(5000);
    expect(text()).toContain('does not say yet');
    expect(text()).not.toContain('Go on at');
    Object.assign(states, { A: null, B: 'Running' });
    await pass(5000);
    expect(text()).toContain('Go on at B');
    states.B = null;
    await pass(3000);
    expect(text()).not.toContain('Go on at');
  });

  it('[P2] asks for no heartbeat where its node answers', async () => {
    const { edge, pass, asked } = await setup({ answers: true });
    await pass(5000);
    expect(asked).toEqual([]);
    expect(edge.requests.map(({ line }) => line)).toContain(`GET ${api}/session`);
  });

  it('[P2] goes nowhere any more once its node answers', async () => {
    const brought = { ticket: 'brought', page: null };
    const states: StatesOfBoth = { A: null, B: 'Standby' };
    const { edge, pass, opened, text } = await setup({ path: operatorPath, brought, states });
    await pass(3000);
    edge.answer(`POST ${api}/session/code`, () => ({ body: { code: 'c'.repeat(43), expiresInMs: 60_000 } }));
    edge.answer(`POST ${api}/session`, () => ({ body: someSession() }));
    await pass(6000);
    expect(text()).not.toContain('does not say yet');
    states.B = 'Running';
    await pass(5000);
    expect(opened).toEqual([]);
  });

  it('[P2] an operator’s page goes by itself, with what it brought, where the other node let it in before', async () => {
    const brought = { ticket: 'brought', page: { arrival: moved, userName: 'anna', drafts } };
    const { pass, opened } = await setup({ path: operatorPath, brought });
    await pass(5000);
    expect(opened.length).toBe(1);
    const [address, packed] = (opened[0] ?? '').split('~moved~');
    expect(address).toBe('http://b:8089/runtime/works/tank?wall=2#top');
    expect(JSON.parse(decodeURIComponent(packed ?? ''))).toEqual({
      ticket: 'brought',
      page: { arrival: jasmine.objectContaining({ from: 'A', to: 'B', reason: 'silent' }), userName: 'anna', drafts },
    });
  });

  it('[P2] an operator’s page does so too where it came from the other node on an earlier visit', async () => {
    keep('known-at-both', 'yes');
    const { pass, opened } = await setup({ path: operatorPath });
    await pass(5000);
    expect(opened.length).toBe(1);
  });

  it('[P2] an operator’s page waits for a person where the other node would only ask for a password', async () => {
    const { pass, press, opened } = await setup({ path: operatorPath });
    await pass(30_000);
    expect(opened).toEqual([]);
    await press('Go on at B');
    expect(opened.length).toBe(1);
  });

  it('[P2] an operator’s page does not go back for the activation that it came for', async () => {
    const moves = [{ to: origins.B, epoch: '2.B', at: new FakeTime().now() - 1000 }];
    const brought = { ticket: 'brought', page: { arrival: { ...moved, moves }, userName: 'anna', drafts } };
    const { pass, opened } = await setup({ path: operatorPath, brought });
    await pass(60_000);
    expect(opened).toEqual([]);
  });

  it('[P2] stays where this browser was never told of the other node', async () => {
    const { text, pass, asked } = await setup({ told: false });
    await pass(5000);
    expect(text()).not.toContain('Go on at');
    expect(asked).toEqual([]);
  });
});

interface Given {
  path?: string;
  brought?: { ticket: string | null; page: unknown };
  states?: StatesOfBoth;
  /** Whether A says who is signed in. */
  answers?: boolean;
  /** Whether this browser was told of both nodes when somebody was signed in at A. */
  told?: boolean;
}

async function setup({
  path,
  brought = { ticket: null, page: null },
  states = { A: null, B: 'Running' },
  answers = false,
  told = true,
}: Given = {}) {
  const [edge, time] = [new FakeEdge(), new FakeTime()];
  const opened: string[] = [];
  const asked: string[] = [];
  if (told) keepNodes({ pairId: 'pair', nodes: [nodeAt('A'), nodeAt('B')] }, null);
  if (answers) edge.answer(`GET ${api}/session`, () => ({ body: someSession() }));
  const address: Partial<PageAddress> = {
    takeSignInCode: () => null,
    takeTicket: () => brought.ticket,
    ticket: () => brought.ticket,
    page: () => brought.page,
    scheme: () => 'http',
  };
  const around = { states, asked, open: (to: string) => opened.push(to), ...(path === undefined ? {} : { path }) };
  TestBed.configureTestingModule({
    providers: [
      provideFakeEdge(edge, time),
      provideRouter(
        [{ path: 'diagnostics/logs', loadComponent: () => Promise.reject(new Error('not loaded')) }],
        withRouterConfig({ resolveNavigationPromiseOnError: true }),
      ),
      { provide: PageAddress, useValue: address },
      { provide: CONSOLE_BROWSER, useValue: fakeBrowser(time, around) },
    ],
  });
  const fixture = TestBed.createComponent(Root);
  const element = fixture.nativeElement as HTMLElement;
  await fixture.whenStable();
  /** In steps, so that what was asked is answered in between. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      time.pass(50);
      await fixture.whenStable();
    }
  };
  const press = async (label: string) => {
    const buttons = [...element.querySelectorAll('button')];
    buttons.find((button) => button.textContent.includes(label))?.click();
    await pass(200);
  };
  return { edge, states, opened, asked, pass, press, text: () => element.textContent };
}
