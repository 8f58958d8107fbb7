import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatDialogRef } from '@angular/material/dialog';
import { MatInputHarness } from '@angular/material/input/testing';
import { Store } from '@ngrx/store';
import { FakeEdge, provideFakeEdge, someSession } from '../gateways/fake-edge.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { sessionEvents, sessionFeature } from '../gateways/session-state.ts';
import { PasswordDialog } from './password-dialog.ts';

const request = 'PUT /data/api/v1/session/password';

describe('The password dialog', () => {
  it('asks who came by a one-time link for a new password only, and lets it wait', async () => {
    const { fields, buttons, element } = await setup({ passwordNeeded: true });
    expect((await fields()).length).toBe(1);
    expect(await buttons()).toEqual(['Later', 'Set password']);
    expect(element.textContent).toContain('sign in as anna again, on either node');
  });

  it('sets it, and does not ask again', async () => {
    const { edge, type, press, closed, passwordNeeded } = await setup({ passwordNeeded: true });
    edge.answer(request, () => ({ body: {} }));
    await type('correct horse battery');
    await press('Set password');
    expect(edge.requests.at(-1)?.body).toEqual({ password: 'correct horse battery' });
    expect(closed).toHaveBeenCalled();
    expect(passwordNeeded()).toBeFalse();
  });

  it('refuses a short one before asking the gateway', async () => {
    const { edge, type, press, alert } = await setup({ passwordNeeded: true });
    const asked = edge.requests.length;
    await type('short');
    await press('Set password');
    expect(alert()).toBe('At least 10 characters');
    expect(edge.requests.length).toBe(asked);
  });

  it('says that the current one is wrong, and stays open', async () => {
    const { edge, type, press, alert, closed } = await setup({ passwordNeeded: false });
    const body = { type: '', title: 'Wrong', status: 401, code: 'signInFailed' };
    edge.answer(request, () => ({ status: 401, body }));
    await type('not this one', 'correct horse battery');
    await press('Set password');
    expect(edge.requests.at(-1)?.body).toEqual({ current: 'not this one', password: 'correct horse battery' });
    expect(alert()).toBe('The current password is wrong.');
    expect(closed).not.toHaveBeenCalled();
  });
});

async function setup({ passwordNeeded }: { passwordNeeded: boolean }) {
  const edge = new FakeEdge();
  const time = new FakeTime();
  const closed = jasmine.createSpy();
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), { provide: MatDialogRef, useValue: { close: closed } }],
  });
  const store = TestBed.inject(Store);
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  store.dispatch(sessionEvents.signInAnswered({ session: someSession({ passwordNeeded }), received }));
  const fixture = TestBed.createComponent(PasswordDialog);
  const loader = TestbedHarnessEnvironment.loader(fixture);
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  const fields = () => loader.getAllHarnesses(MatInputHarness);
  return {
    edge,
    element,
    closed,
    fields,
    passwordNeeded: () => store.selectSignal(sessionFeature.selectSession)()?.passwordNeeded,
    buttons: async () =>
      Promise.all((await loader.getAllHarnesses(MatButtonHarness)).map((button) => button.getText())),
    type: async (...values: string[]) => {
      for (const [at, field] of (await fields()).entries()) await field.setValue(values[at] ?? '');
    },
    press: async (text: string) => (await loader.getHarness(MatButtonHarness.with({ text }))).click(),
    alert: () => element.querySelector('[role=alert]')?.textContent,
  };
}
