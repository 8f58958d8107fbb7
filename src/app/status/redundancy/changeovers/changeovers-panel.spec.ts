import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import { Subject } from 'rxjs';
import type { Changeover } from '#contract/changeovers';
import { exampleAt } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../../gateways/fake-time.testing.ts';
import { ON_SCREEN } from '../../../gateways/on-screen.ts';
import { sessionEvents } from '../../../gateways/session-state.ts';
import { ChangeoversPanelHarness } from './changeovers-panel.harness.ts';
import { RedundancyPage } from '../redundancy-page.ts';

const path = '/data/api/v1/redundancy/changeovers';
const a = { nodeId: 'A', name: 'A' };
const b = { nodeId: 'B', name: 'B' };
const lost = changeover({ epoch: { number: 2, nodeId: 'B' }, cause: 'nodeLost', from: a, to: b, gapMs: 412 });
const planned = { cause: 'planned', requester: 'anna', comment: 'Update of B' } as const;
const back = changeover({ ...planned, epoch: { number: 3, nodeId: 'A' }, from: b, to: a, gapMs: 31, overlapMs: 0 });

describe('Changeovers', () => {
  it('[S10] are told newest first: when, why, from whom to whom, how long nobody or both were active', async () => {
    const { panel } = await setup([back, lost]);
    const [first, second] = await panel.rows();
    expect(first).toEqual({
      When: jasmine.stringMatching(/^\d\d:14:07$/),
      Cause: 'Planned',
      'From → To': 'B → A',
      Gap: '31 ms',
      Overlap: '0 ms',
      'Asked by': 'anna',
      Comment: 'Update of B',
    });
    expect(second).toEqual(
      jasmine.objectContaining({
        Cause: 'Node lost',
        'From → To': 'A → B',
        Gap: 'at most 412 ms',
        Overlap: 'not measured',
        'Asked by': 'nobody',
        Comment: 'none',
      }),
    );
    expect(await panel.hover()).toBe('2026-05-04 02:14:07 UTC');
  });

  it('[S10] names nobody where nobody is known to have been active before', async () => {
    const { panel } = await setup([changeover({ cause: 'start', from: null, to: a })]);
    expect((await panel.rows())[0]?.['From → To']).toBe('nobody known → A');
    expect((await panel.rows())[0]?.['Gap']).toBe('not measured');
  });

  it('[S10] that have not happened are said, and leave the page as high as it is with some', async () => {
    const { panel, say } = await setup([]);
    expect(await panel.emptyText()).toBe('No changeover yet');
    const height = await panel.heightPx();
    await say({ body: listOf(Array.from({ length: 20 }, () => lost).map(numbered)) });
    expect((await panel.rows()).length).toBe(20);
    expect(await panel.heightPx()).toBe(height);
  });

  it('[S10] that are older than those shown are counted', async () => {
    const { panel } = await setup([lost], 134);
    expect(await panel.notes()).toEqual(['The newest 1 of 134.']);
  });

  it('[S10] come from the node that answers: from the Backup when the Master is silent', async () => {
    const { panel, edge, time, stable } = await setup([lost]);
    for (const line of [`GET ${path}`, 'GET /data/api/v1/redundancy']) edge.answer(line, () => ({ status: 0 }));
    edge.answer(`GET ${addressOfB}${path}`, () => ({ body: listOf([back, lost]) }));
    time.pass(15_000);
    await stable();
    expect((await panel.rows()).map(({ Cause }) => Cause)).toEqual(['Planned', 'Node lost']);
    expect(await panel.notes()).toEqual([]);
  });

  it('[S10] stay on the page, with the reason, when no node answers any more', async () => {
    const { panel, say } = await setup([lost]);
    await say({ status: 0 });
    expect((await panel.rows()).length).toBe(1);
    expect(await panel.notes()).toEqual(['A does not answer this browser.']);
  });

  it('[S10] are asked for by one question every five seconds, of one node, and only while they are seen', async () => {
    const { onScreen, edge, time } = await setup([lost]);
    const asked = () => edge.requests.filter(({ line }) => line.endsWith(path)).length;
    const before = asked();
    time.pass(20_000);
    expect(asked() - before).toBe(4);
    onScreen.next(false);
    time.pass(20_000);
    expect(asked() - before).toBe(4);
  });
});

function changeover(overrides: Partial<Changeover> = {}): Changeover {
  const nothing = { gapMs: null, overlapMs: null, requester: null, comment: null };
  const epoch = { number: 1, nodeId: 'A' };
  return { id: 1, epoch, at: exampleAt, cause: 'start', from: null, to: a, ...nothing, nodeId: 'A', ...overrides };
}

function numbered(each: Changeover, at: number): Changeover {
  return { ...each, epoch: { number: at, nodeId: 'B' } };
}

function listOf(items: Changeover[], matching = items.length) {
  return { items, metadata: { total: matching, matching, limit: 20, offset: 0 } };
}

async function setup(items: Changeover[], matching?: number) {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  const onScreen = new Subject<boolean>();
  answerAsPair(edge, time);
  edge.answer(`GET ${path}`, () => ({ body: listOf(items, matching) }));
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), { provide: ON_SCREEN, useValue: () => onScreen }, provideRouter([])],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const session = someSession({ ticketRemainingMs: 3_600_000 });
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(RedundancyPage);
  const stable = () => TestBed.inject(ApplicationRef).whenStable();
  time.pass(2000);
  await stable();
  onScreen.next(true);
  time.pass(3000);
  await stable();
  const panel = await TestbedHarnessEnvironment.loader(fixture).getHarness(ChangeoversPanelHarness);
  const say = async (answer: FakeAnswer) => {
    edge.answer(`GET ${path}`, () => answer);
    time.pass(6000);
    await stable();
  };
  return { panel, edge, time, onScreen, stable, say };
}
