import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MATERIAL_ANIMATIONS } from '@angular/material/core';
import { provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import type { RedundancyStatus } from '#contract/redundancy-status';
import type { RefusalCode } from '#contract/gwaction';
import { backupStatus, exampleAt, masterStatus, peerFacts } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { ACTION_DIALOG } from './actions/action-dialog-file.ts';
import { possible, preflightOf } from './actions/action.testing.ts';
import { RedundancyPage } from './redundancy-page.ts';
import { RedundancyPageHarness } from './redundancy-page.harness.ts';

export const api = '/data/api/v1';
export const b = 'http://b:8089';
export const silent: FakeAnswer = { status: 0 };
/** What B knows of A once it has lost it. */
export const lostA = peerFacts({ name: 'A', connected: false, lostAt: exampleAt, lostBecause: 'refused' });

/** B, that became active when it had lost A. */
export function activeAlone(peer = lostA): RedundancyStatus {
  return backupStatus({
    activityLevel: 'Active',
    peerConnected: false,
    projectState: 'Unknown',
    understudy: { peer },
  });
}

/** As if it was said now: every example is of one moment. */
export function at(status: RedundancyStatus, time: FakeTime): RedundancyStatus {
  const now = time.now();
  const uptime = status.uptime + now - exampleAt;
  const { understudy } = status;
  return { ...status, uptime, ...(understudy && { understudy: { ...understudy, clock: { at: now } } }) };
}

/** What a node says of its actions: why it would not hand over. */
export function preflight(...refusals: RefusalCode[]) {
  return preflightOf({ failover: possible(...refusals) });
}

/** What a node answers when it is asked. */
type Say = () => RedundancyStatus | FakeAnswer;

interface Given {
  a?: Say;
  /** Nobody has told of B. */
  single?: boolean;
  /** Fetches the dialog of actions. */
  dialog?: typeof fetched;
}

/** A form field that may animate is marked so 300 ms after it was drawn: it would count as drawn again. */
export const still = { provide: MATERIAL_ANIMATIONS, useValue: { animationsDisabled: true } };

const fetched = () => import('./actions/open-action-dialog.ts');

/** The page over a pair that answers as it is told to: A, which it came from, and B. */
export async function setup({ a = () => masterStatus(), single = false, dialog = fetched }: Given = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  const answerOf = (say: Say) => () => {
    const said = say();
    return 'role' in said ? { body: at(said, time) } : said;
  };
  const answerA = (say: Say) => edge.answer(`GET ${api}/redundancy`, answerOf(say));
  const answerB = (say: Say) => edge.answer(`GET ${b}${api}/redundancy`, answerOf(say));
  answerA(a);
  answerB(() => backupStatus());
  const node = (nodeId: string, name: string, role: string, address: string) => {
    return { nodeId, name, role, probeAddresses: [address], destination: null };
  };
  const nodes = [node('id-a', 'A', 'Master', 'http://a:8088'), node('id-b', 'B', 'Backup', b)];
  edge.answer(`GET ${api}/runtime/nodes`, () => ({ body: { pairId: 'pair', nodes: single ? [] : nodes } }));
  edge.answer(`GET ${api}/redundancy/gwaction`, () => ({ body: preflight() }));
  edge.answer(`GET ${b}${api}/redundancy/gwaction`, () => ({ body: preflight('peerNotConnected') }));
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), provideRouter([]), still, { provide: ACTION_DIALOG, useValue: dialog }],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const session = someSession({ ticketRemainingMs: 3_600_000 });
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(RedundancyPage);
  time.pass(2000);
  const page = await TestbedHarnessEnvironment.harnessForFixture(fixture, RedundancyPageHarness);
  time.pass(3000);
  await fixture.whenStable();
  const press = async (label?: string) => {
    await page.pressAction(label);
    return (await page.openDialog())!;
  };
  return { page, edge, time, answerA, answerB, press, root: fixture.nativeElement as HTMLElement };
}
