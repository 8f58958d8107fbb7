import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { FakeEdge, provideFakeEdge, someSession } from '../gateways/fake-edge.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { keep } from '../gateways/kept.ts';
import { keepNodes } from '../gateways/kept-nodes.ts';
import { PageAddress } from '../gateways/page-address.ts';
import { Root } from '../root.ts';
import { CONSOLE_BROWSER } from './console-switch.ts';
import { fakeBrowser, nodeAt, type StatesOfBoth } from './fake-browser.testing.ts';
import { signInSentence } from './sign-in-sentence.ts';
import { provideRouter } from '@angular/router';
import { SignInPage } from './sign-in-page.ts';

const api = '/data/api/v1';
const problem = { type: '', title: '', status: 401 };

describe('The sign-in page', () => {
  const forget = () => ['signed-in', 'nodes'].forEach((name) => keep(name, null));
  beforeEach(forget);
  afterEach(forget);

  it('signs in with name and password', async () => {
    const { edge, fill } = await setup();
    edge.answer(`POST ${api}/session`, () => ({ body: someSession() }));
    await fill('anna', 'correct horse');
    expect(edge.requests[0]?.body).toEqual({ userName: 'anna', password: 'correct horse' });
  });

  it('has the cursor in the first field', async () => {
    const { element } = await setup();
    expect(document.activeElement).toBe(element.querySelector('[name=username]'));
  });

  it('says that name and password do not fit', async () => {
    const { edge, fill, element } = await setup();
    edge.answer(`POST ${api}/session`, () => ({ status: 401, body: { ...problem, code: 'signInFailed' } }));
    await fill('anna', 'wrong');
    expect(element.querySelector('[role=alert]')?.textContent).toContain('Name and password do not fit together');
  });

  it('says that the gateway does not answer', async () => {
    const { fill, element } = await setup();
    await fill('anna', 'correct horse');
    expect(element.querySelector('[role=alert]')?.textContent).toContain('This gateway does not answer this browser.');
  });

  it('[P2] offers to go on at the other node when its own does not answer, with no ticket of whoever was here', async () => {
    keepNodes({ pairId: 'pair', nodes: [nodeAt('A'), nodeAt('B')] }, null);
    const { fill, pass, element, opened } = await setup({ ticket: 'former' });
    await pass(3000);
    expect(element.textContent).not.toContain('Go on at');
    await fill('anna', 'correct horse');
    await pass(3000);
    expect(opened).toEqual([]);
    const buttons = [...element.querySelectorAll('button')];
    buttons.find(({ textContent }) => textContent.includes('Go on at B'))?.click();
    await pass(200);
    expect(opened[0]).toMatch(/^http:\/\/b:8089\/status\/redundancy\?range=5#log~moved~/);
    expect(opened[0]).not.toMatch(/former|horse/);
  });

  it('[P2] offers no other node where its own refuses name and password', async () => {
    keepNodes({ pairId: 'pair', nodes: [nodeAt('A'), nodeAt('B')] }, null);
    const { edge, fill, pass, element } = await setup();
    edge.answer(`POST ${api}/session`, () => ({ status: 401, body: { ...problem, code: 'signInFailed' } }));
    await fill('anna', 'wrong');
    await pass(3000);
    expect(element.textContent).not.toContain('Go on at');
  });

  it('says that a sign-in has ended', () => {
    expect(signInSentence({ kind: 'refused', status: 401, problem: null })).toBe(
      'Your sign-in has ended. Sign in again.',
    );
  });

  it('does not stand where a gateway does not say yet whether somebody is signed in', async () => {
    keep('signed-in', 'yes');
    const [edge, time] = [new FakeEdge(), new FakeTime()];
    TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time), provideRouter([])] });
    const fixture = TestBed.createComponent(Root);
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.querySelector('[role=status]')?.textContent).toContain('It is asked again');
    expect(element.querySelector('us-sign-in-page')).toBeNull();
    edge.answer(`GET ${api}/session`, () => ({ body: someSession() }));
    time.pass(1000);
    await fixture.whenStable();
    expect(element.querySelector('[role=status]')).toBeNull();
  });

  it('stands where nobody is signed in, whatever page was asked for', async () => {
    TestBed.configureTestingModule({ providers: [provideFakeEdge(new FakeEdge(), new FakeTime()), provideRouter([])] });
    const fixture = TestBed.createComponent(Root);
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.querySelector('us-sign-in-page')).not.toBeNull();
    expect(element.querySelector('us-shell')).toBeNull();
  });
});

async function setup({ ticket = null }: { ticket?: string | null } = {}) {
  const [edge, time] = [new FakeEdge(), new FakeTime()];
  const opened: string[] = [];
  const states: StatesOfBoth = { A: null, B: 'Running' };
  const browser = fakeBrowser(time, { states, asked: [], open: (to) => opened.push(to) });
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), provideRouter([]), { provide: CONSOLE_BROWSER, useValue: browser }],
  });
  spyOn(TestBed.inject(PageAddress), 'ticket').and.returnValue(ticket);
  const fixture = TestBed.createComponent(SignInPage);
  const loader = TestbedHarnessEnvironment.loader(fixture);
  await fixture.whenStable();
  const fill = async (userName: string, password: string) => {
    const [first, second] = await loader.getAllHarnesses(MatInputHarness);
    await first?.setValue(userName);
    await second?.setValue(password);
    await (await loader.getHarness(MatButtonHarness)).click();
  };
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      time.pass(50);
      await fixture.whenStable();
    }
  };
  return { edge, fill, pass, opened, element: fixture.nativeElement as HTMLElement };
}
