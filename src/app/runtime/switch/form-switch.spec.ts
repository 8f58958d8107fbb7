import { NgComponentOutlet } from '@angular/common';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { firstValueFrom, NEVER, timer } from 'rxjs';
import { gatewaysEvents } from '../../gateways/gateways-events.ts';
import { FakeEdge, provideFakeEdge, someSession } from '../../gateways/fake-edge.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { keep } from '../../gateways/kept.ts';
import { PageAddress } from '../../gateways/page-address.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { DraftsOfLast } from '../drafts/drafts-of-last.ts';
import { fakeBrowser, nodesOf, type Beats } from '../runtime-page.testing.ts';
import { BROWSER } from './browser.ts';
import { FormSwitch } from './form-switch.ts';

const moved = { from: 'B', to: 'A', reason: 'silent', at: Date.UTC(2026, 10, 21, 2, 14, 8), moves: [] };
const drafts = { 'tag Note': { text: 'pump 2', state: 'typed', note: null } } as const;

describe("The form to sign in in place of an operator's page", () => {
  afterEach(() => keep('nodes', null));

  it('[P2] goes where the work is done when its node dies, with the name and without the password', async () => {
    const { beats, pass, fill, opened } = await setup();
    await fill('anna', 'correct horse');
    Object.assign(beats.states, { A: 'silent', B: 'Running' });
    await pass(5000);
    expect(opened.length).toBe(1);
    const [address, packed] = (opened[0] ?? '').split('~moved~');
    expect(address).toBe('http://b:8089/runtime/works/tank?wall=2#top');
    const luggage: unknown = JSON.parse(decodeURIComponent(packed ?? ''));
    expect(luggage).toEqual({
      ticket: null,
      page: {
        arrival: jasmine.objectContaining({ from: 'A', to: 'B', reason: 'silent' }),
        ...{ userName: null, drafts: {}, signInName: 'anna', typing: { label: 'Password', start: 0, end: 0 } },
      },
    });
    expect(opened[0]).not.toContain('horse');
  });

  it('[P3] waits for a pause while somebody types', async () => {
    const { beats, pass, fill, opened } = await setup();
    Object.assign(beats.states, { A: 'silent', B: 'Running' });
    for (let keys = 0; keys < 10; keys += 1) {
      await fill('anna', 'x'.repeat(keys));
      await pass(500);
    }
    expect(opened).toEqual([]);
    await pass(2000);
    expect(opened.length).toBe(1);
  });

  it('[P2] waits for the answer to a sign-in, but not for ever', async () => {
    const { edge, beats, pass, opened } = await setup();
    spyOn(edge, 'handle').and.returnValue(NEVER);
    TestBed.inject(Store).dispatch(sessionEvents.signInAsked({ request: { userName: 'anna', password: 'x' } }));
    Object.assign(beats.states, { A: 'silent', B: 'Running' });
    await pass(3500);
    expect(opened).toEqual([]);
    await pass(1500);
    expect(opened.length).toBe(1);
  });

  it('[P3] goes on where the form was left, and takes along what was brought for the page behind it', async () => {
    const page = { arrival: moved, userName: 'anna', drafts, signInName: 'an', typing: at('Name', 2) };
    const { beats, pass, field, text, opened } = await setup({ brought: page });
    expect(field('Name').value).toBe('an');
    expect(document.activeElement).toBe(field('Name'));
    expect(text()).toMatch(/Moved from B to A at .*: B does not answer\./);
    Object.assign(beats.states, { A: 'silent', B: 'Running' });
    await pass(6000);
    expect(pageIn(opened[0])).toEqual(jasmine.objectContaining({ userName: 'anna', drafts, signInName: 'an' }));
  });

  it('[P3] takes along what the person had typed whose sign-in ended', async () => {
    const { beats, pass, opened } = await setup();
    TestBed.inject(DraftsOfLast).leave('anna', drafts);
    Object.assign(beats.states, { A: 'silent', B: 'Running' });
    await pass(5000);
    expect(pageIn(opened[0])).toEqual(jasmine.objectContaining({ userName: 'anna', drafts }));
  });

  it('[P2] stays where it never heard of the other node, or where another gateway stands by now', async () => {
    for (const how of [{ told: false }, { standsHere: 'C' }]) {
      const { beats, pass, opened } = await setup(how);
      Object.assign(beats.states, { A: 'silent', B: 'Running' });
      await pass(5000);
      expect(opened).toEqual([]);
    }
  });

  it('[P2] knows by itself which of both nodes stands behind its address', async () => {
    const { pass, opened } = await setup({ standsHere: 'B', states: { A: 'silent', B: 'Running' } });
    await pass(5000);
    expect(opened).toEqual([]);
  });
});

@Component({
  selector: 'us-some-form',
  imports: [NgComponentOutlet],
  template: `
    <ng-container *ngComponentOutlet="formSwitch; inputs: { name }" />
    <label>Name <input #name /></label>
    <label>Password<input type="password" /></label>
  `,
})
class SomeForm {
  protected readonly formSwitch = FormSwitch;
}

interface Given {
  brought?: unknown;
  /** Whether this browser was told of both nodes at this address, when somebody was signed in. */
  told?: boolean;
  standsHere?: string;
  states?: Beats['states'];
}

async function setup({ brought, told = true, standsHere = 'A', states = { A: 'Running', B: 'Standby' } }: Given = {}) {
  keep('nodes', null);
  const [edge, time] = [new FakeEdge(), new FakeTime()];
  const beats: Beats = { states, pairId: 'pair', names: { A: 'A', B: 'B' } };
  const opened: string[] = [];
  const beat = { nodeId: standsHere, pairId: 'pair', runningState: 'Running', epoch: null, publicAddress: null };
  edge.answer('GET /system/heartbeat', () => ({ body: beat }));
  const address = { takeSignInCode: () => null, takeTicket: () => null, page: () => brought };
  TestBed.resetTestingModule().configureTestingModule({
    providers: [
      provideFakeEdge(edge, time),
      { provide: BROWSER, useValue: fakeBrowser(time, beats, (to) => opened.push(to)) },
      { provide: PageAddress, useValue: address },
    ],
  });
  const store = TestBed.inject(Store);
  if (told) {
    const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
    store.dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
    store.dispatch(gatewaysEvents.directoryAnswered({ nodes: nodesOf('pair', beats.names) }));
    store.dispatch(sessionEvents.sessionEnded());
  }
  const fixture = TestBed.createComponent(SomeForm);
  const element = fixture.nativeElement as HTMLElement;
  await fixture.whenStable();
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      time.pass(50);
      await firstValueFrom(timer(0));
    }
  };
  const field = (label: string) => {
    const found = [...element.querySelectorAll('label')].find(({ textContent }) => textContent.trim() === label);
    return found?.control as HTMLInputElement;
  };
  const fill = async (name: string, password: string) => {
    for (const [label, text] of [
      ['Name', name],
      ['Password', password],
    ] as const) {
      field(label).focus();
      field(label).value = text;
      field(label).dispatchEvent(new Event('input', { bubbles: true }));
    }
    await fixture.whenStable();
  };
  return { edge, beats, opened, pass, field, fill, text: () => element.textContent };
}

function at(label: string, place: number) {
  return { label, start: place, end: place };
}

function pageIn(address: string | undefined): unknown {
  return (JSON.parse(decodeURIComponent(address?.split('~moved~')[1] ?? '')) as { page: unknown }).page;
}
