import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { FakeEdge, provideFakeEdge, someSession } from '../gateways/fake-edge.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { keep } from '../gateways/kept.ts';
import { Root } from '../root.ts';
import { signInSentence } from './sign-in-sentence.ts';
import { provideRouter } from '@angular/router';
import { SignInPage } from './sign-in-page.ts';

const api = '/data/api/v1';
const problem = { type: '', title: '', status: 401 };

describe('The sign-in page', () => {
  beforeEach(() => keep('signed-in', null));
  afterEach(() => keep('signed-in', null));

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

  it('says that a sign-in has ended', () => {
    expect(signInSentence({ kind: 'refused', status: 401, problem: null })).toBe(
      'Your sign-in has ended. Sign in again.',
    );
  });

  it('does not stand where a gateway does not say yet whether somebody is signed in', async () => {
    keep('signed-in', 'yes');
    keep('nodes', null);
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

async function setup() {
  const edge = new FakeEdge();
  TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, new FakeTime())] });
  const fixture = TestBed.createComponent(SignInPage);
  const loader = TestbedHarnessEnvironment.loader(fixture);
  await fixture.whenStable();
  const fill = async (userName: string, password: string) => {
    const [first, second] = await loader.getAllHarnesses(MatInputHarness);
    await first?.setValue(userName);
    await second?.setValue(password);
    await (await loader.getHarness(MatButtonHarness)).click();
  };
  return { edge, fill, element: fixture.nativeElement as HTMLElement };
}
