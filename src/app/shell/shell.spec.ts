import { BreakpointObserver } from '@angular/cdk/layout';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, TitleStrategy, withRouterConfig } from '@angular/router';
import { Store } from '@ngrx/store';
import { BehaviorSubject, of } from 'rxjs';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../gateways/fake-edge.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { keep } from '../gateways/kept.ts';
import { OtherConsole } from '../gateways/other-console.ts';
import { sessionEvents, sessionFeature } from '../gateways/session-state.ts';
import { VISIBLE } from '../gateways/time.ts';
import { Shell } from './shell.ts';
import { TabTitle } from './tab-title.ts';

const api = '/data/api/v1';
const b = 'http://b:8089';

describe('Around every page', () => {
  afterEach(() => {
    for (const name of ['theme', 'signed-in']) keep(name, null);
    delete document.documentElement.dataset['theme'];
  });

  it('[S3] the badge says the verdict, and leads to Status > Redundancy', async () => {
    const { text, element } = await setup();
    expect(text('us-verdict-badge')).toBe('Protected');
    expect(element.querySelector('us-verdict-badge a')?.getAttribute('href')).toBe('/status/redundancy');
  });

  it('[S3] the badge says that nothing is known when both nodes are lost', async () => {
    const { text, silence, pass } = await setup();
    silence();
    await pass(12_000);
    expect(text('us-verdict-badge')).toBe('Not known');
  });

  it('[S1] says where the page came from, and when that node no longer answers', async () => {
    const { text, silence, pass } = await setup();
    expect(text('.here')).toBe('You are here: A · Master · Active');
    silence();
    await pass(5000);
    expect(text('.here')).toBe('You are here: A · Master · does not answer');
  });

  it('[S3] the title of the tab tells, even among thirty', async () => {
    const { pass, answer } = await setup();
    expect(document.title).toBe('● Protected · Redundancy · Water works');
    answer(masterStatus(), backupStatus({ understudy: { blockers: ['diskFull'], canActivate: false } }));
    await pass(2000);
    expect(document.title).toBe('▲ Failover blocked · Redundancy · Water works');
  });

  it('[S3] the title of a hidden tab says of when it is', async () => {
    const { pass, shown } = await setup();
    shown.next(false);
    await pass(60_000);
    expect(document.title).toMatch(/^○ Protected at \d\d:14:\d\d · Redundancy · Water works$/);
    shown.next(true);
    await pass(100);
    expect(document.title).toBe('● Protected · Redundancy · Water works');
  });

  it('lists the pages, with the present one marked', async () => {
    const { element } = await setup();
    const links = [...element.querySelectorAll('nav a')];
    const titles = ['Redundancy', 'Node Settings', 'Redundancy', 'Logs', 'Pages'];
    expect(links.map((link) => link.textContent.trim())).toEqual(titles);
    expect(links.map((link) => link.getAttribute('aria-current'))).toEqual(['page', null, null, null, null]);
  });

  it('says that a page did not come from the node that the console came from, and shows it when it is tried again', async () => {
    const { element, press, text, comes } = await setup();
    comes.next(false);
    await press('nav', 'Logs');
    const sentence = 'The page could not be loaded from A, where this console came from.';
    expect(text('main [role=alert]')).toContain(sentence);
    comes.next(true);
    await press('main', 'Try again');
    expect(text('main [role=alert]')).toBeUndefined();
    expect(element.querySelector('main us-any-page')).not.toBeNull();
    expect(document.title).toContain('Logs');
  });

  it('shows the menu over the page where there is little room, and closes it again', async () => {
    const { element, pass } = await setup({ wide: false });
    const menu = element.querySelector('nav');
    const button = element.querySelector<HTMLElement>('[aria-label=Menu]');
    expect(menu?.checkVisibility()).toBeFalse();
    button?.click();
    await pass(0);
    expect(menu?.checkVisibility()).toBeTrue();
    element.querySelector<HTMLElement>('nav a')?.click();
    await pass(0);
    expect(menu?.checkVisibility()).toBeFalse();
  });

  it('folds the menu away beside the page where there is room', async () => {
    const { element, pass } = await setup();
    const button = element.querySelector<HTMLElement>('[aria-label=Menu]');
    expect(button?.getAttribute('aria-expanded')).toBe('true');
    button?.click();
    await pass(0);
    expect(element.querySelector('nav')?.checkVisibility()).toBeFalse();
    expect(button?.getAttribute('aria-expanded')).toBe('false');
  });

  it('is light, dark, or as the system is', async () => {
    const { press } = await setup();
    await press('us-theme-menu', 'Dark');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    await press('us-theme-menu', 'As the system');
    expect(document.documentElement.dataset['theme']).toBeUndefined();
  });

  it('offers the console of the other node, and signing out', async () => {
    const { element, press, edge, opened, phase } = await setup();
    const menu = element.querySelector('us-account-menu');
    element.querySelector<HTMLElement>('[aria-label=Account]')?.click();
    expect(menu?.checkVisibility()).toBeTrue();
    await press('us-account-menu', 'Open the console of B');
    expect(opened).toHaveBeenCalledWith('id-b');
    expect(menu?.checkVisibility()).toBeFalse();
    edge.answer(`DELETE ${api}/session`, () => ({ body: {} }));
    await press('us-account-menu', 'Sign out');
    expect(phase()).toBe('signedOut');
  });
});

@Component({ selector: 'us-any-page', template: '' })
class AnyPage {}

async function setup({ wide = true } = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  const shown = new BehaviorSubject(true);
  const opened = jasmine.createSpy();
  const say = (line: string, status: RedundancyStatus | FakeAnswer) =>
    edge.answer(line, () => ('role' in status ? { body: status } : status));
  const answer = (ofA: RedundancyStatus | FakeAnswer, ofB: RedundancyStatus | FakeAnswer) => {
    say(`GET ${api}/redundancy`, ofA);
    say(`GET ${b}${api}/redundancy`, ofB);
  };
  answer(masterStatus(), backupStatus());
  const nodes = [{ nodeId: 'id-b', name: 'B', role: 'Backup', probeAddresses: [b], destination: null }];
  edge.answer(`GET ${api}/runtime/nodes`, () => ({ body: { pairId: 'pair', nodes } }));
  const comes = new BehaviorSubject(true);
  const lazily = () => (comes.value ? Promise.resolve(AnyPage) : Promise.reject(new TypeError('Failed to fetch')));
  TestBed.configureTestingModule({
    providers: [
      { provide: VISIBLE, useValue: shown },
      { provide: BreakpointObserver, useValue: { observe: () => of({ matches: wide }) } },
      { provide: OtherConsole, useValue: { open: opened } },
      { provide: TitleStrategy, useExisting: TabTitle },
      provideFakeEdge(edge, time),
      provideRouter(
        [
          { path: 'status/redundancy', component: AnyPage, title: 'Redundancy' },
          { path: 'diagnostics/logs', loadComponent: lazily, title: 'Logs' },
        ],
        withRouterConfig({ resolveNavigationPromiseOnError: true }),
      ),
    ],
  });
  const store = TestBed.inject(Store);
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  store.dispatch(sessionEvents.signInAnswered({ session: someSession({ ticketRemainingMs: 3_600_000 }), received }));
  const fixture = TestBed.createComponent(Shell);
  const pass = async (ms: number) => {
    time.pass(ms);
    await fixture.whenStable();
  };
  await TestBed.inject(Router).navigateByUrl('/status/redundancy');
  await pass(2000);
  const element = fixture.nativeElement as HTMLElement;
  const press = async (within: string, label: string) => {
    const buttons = [...element.querySelectorAll<HTMLElement>(`${within} :is(a, button)`)];
    buttons.find((button) => button.textContent.includes(label))?.click();
    await pass(0);
  };
  const text = (selector: string) => element.querySelector(selector)?.textContent.trim();
  const phase = store.selectSignal(sessionFeature.selectPhase);
  return {
    element,
    edge,
    text,
    pass,
    press,
    shown,
    opened,
    comes,
    phase,
    answer,
    silence: () => answer({ status: 0 }, { status: 0 }),
  };
}
