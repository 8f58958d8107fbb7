import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { exampleAt } from '#contract/status.testing';
import { ActionsPanel } from './actions-panel.ts';
import { handoverView, outcomeSentence, type HandoverInput, type HandoverOutcome } from './handover-view.ts';
import { nodeA, nodeB } from './redundancy.testing.ts';

const resync = { possible: true, refusals: [], targetName: 'B' };

describe('The actions', () => {
  it('[S4] are named by their direction', async () => {
    expect(await (await show({}).button()).getText()).toBe('Hand over to B …');
    expect(await (await show({ activeId: 'id-b' }).button()).getText()).toBe('Hand back to A …');
  });

  it('[S4] can be asked for when the active node says that they are possible', async () => {
    const asked = jasmine.createSpy();
    const shown = show({}, { asked });
    await (await shown.button()).click();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  for (const [name, change, reason] of [
    ['no node is seen to be active', { activeId: null }, 'No node is seen to be active.'],
    ['no partner is known', { pair: [nodeA] }, 'No partner of A is known.'],
    ['the person may only look', { userRole: 'viewer' }, 'As viewer you may look, but not hand over.'],
    ['a handover is running', { running: true }, 'A handover is running.'],
    ['the active node has not said yet', { preflight: null }, 'Asking A whether it is possible …'],
    [
      'the active node does not answer',
      { preflight: { ok: false, failure: { kind: 'noAnswer' } } },
      'A does not answer this browser.',
    ],
    ['the other node is not there', refusing('peerNotConnected'), 'B is not connected.'],
    ['the other node has a full disk', refusing('peerCannotActivate'), 'B reports that it cannot become active.'],
  ] as [string, Partial<HandoverInput>, string][]) {
    it(`[S4] are disabled with the reason when ${name}`, async () => {
      const shown = show(change);
      expect(await (await shown.button()).isDisabled()).toBeTrue();
      expect(shown.text('#handover-reason')).toBe(reason);
    });
  }

  it('[S4] tell afterwards what became of them and how long it took', () => {
    const result = { from: 'A', to: 'B', gapMs: 35 };
    const shown = show({}, { outcome: { ok: true, result, tookMs: 240, at: exampleAt } });
    expect(shown.text('.outcome')).toMatch(
      /^B took over from A at \d\d:14:07\. It took 240 ms; for 35 ms of it no node was active\.$/,
    );
  });

  it('[S4] tell why nothing happened', () => {
    const problem = { type: '', title: 'Not now', status: 409, code: 'actionRefused', refusals: ['busy', 'notInSync'] };
    const refused = { ok: false, failure: { kind: 'refused', status: 409, problem }, from: 'A', to: 'B' } as const;
    expect(show({}, { outcome: refused }).text('.outcome')).toBe(
      'The handover did not happen: A handover is already running. B is not in sync yet.',
    );
    const silent = { ok: false, failure: { kind: 'timeout' }, from: 'A', to: 'B' } as const;
    expect(show({}, { outcome: silent }).text('.outcome')).toContain('A did not answer in time.');
  });
});

function refusing(code: 'peerNotConnected' | 'peerCannotActivate'): Partial<HandoverInput> {
  const failover = { possible: false, refusals: [code], targetName: 'B' };
  return { preflight: { ok: true, value: { failover, resync } } };
}

function show(
  change: Partial<HandoverInput>,
  { outcome = null, asked = () => undefined }: { outcome?: HandoverOutcome | null; asked?: () => void } = {},
) {
  const failover = { possible: true, refusals: [], targetName: 'B' };
  const input: HandoverInput = {
    pair: [nodeA, nodeB],
    activeId: 'id-a',
    preflight: { ok: true, value: { failover, resync } },
    userRole: 'administrator',
    running: false,
    ...change,
  };
  const fixture = TestBed.createComponent(ActionsPanel);
  fixture.componentRef.setInput('handover', handoverView(input));
  fixture.componentRef.setInput('running', input.running);
  fixture.componentRef.setInput('outcome', outcome && outcomeSentence(outcome));
  fixture.componentInstance.handoverAsked.subscribe(asked);
  fixture.detectChanges();
  const element = fixture.nativeElement as HTMLElement;
  return {
    button: () => TestbedHarnessEnvironment.loader(fixture).getHarness(MatButtonHarness),
    text: (selector: string) => element.querySelector(selector)?.textContent.trim(),
  };
}
