import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import { outcomeSentence, type ActionOutcome } from './action-outcome.ts';
import { actionsInput, possible, said } from './action.testing.ts';
import type { ActionsInput } from './action-view.ts';
import { ActionsPanel } from './actions-panel.ts';
import { actionViews } from './actions-view.ts';
import { nodeA } from '../redundancy.testing.ts';

const maintenance = { untilAt: exampleAt + 60_000, reason: 'update' };

describe('The actions', () => {
  it('[S4] stand in one place, named by their direction', async () => {
    expect(await (await show()).labels()).toEqual([
      'Hand over to B …',
      'Begin maintenance …',
      'Force re-sync B from A …',
      'Resume automatic take-back …',
      'Activate B now …',
    ]);
    expect((await (await show({ activeId: 'id-b' })).labels())[0]).toBe('Hand back to A …');
  });

  it('[S4] can be asked for when the node that does them says that they are possible', async () => {
    const asked = jasmine.createSpy();
    const shown = await show({}, { asked });
    for (const label of ['Hand over to B', 'Begin maintenance', 'Force re-sync B from A']) await shown.press(label);
    expect(asked.calls.allArgs()).toEqual([['failover'], ['maintenance'], ['resync']]);
  });

  for (const [name, change, reason] of [
    ['no node is seen to be active', { activeId: null }, 'No node is seen to be active.'],
    ['no partner is known', { pair: [nodeA] }, 'No partner of A is known.'],
    ['the person may only look', { userRole: 'viewer' }, 'As viewer you may look, but not do this.'],
    ['another one is under way', { running: 'Begin maintenance' }, 'Another action is under way.'],
    ['the active node has not said yet', { preflights: {} }, 'Asking A whether it is possible …'],
    [
      'the active node does not answer',
      { preflights: { 'id-a': { ok: false, failure: { kind: 'noAnswer' } } } },
      'A does not answer this browser.',
    ],
    [
      'the active node has fallen silent since',
      { live: { 'id-b': backupStatus() } },
      'A does not answer this browser.',
    ],
    ['the other node is not there', ofA({ failover: possible('peerNotConnected') }), 'B is not connected.'],
    [
      'the other node has a full disk',
      ofA({ failover: possible('peerCannotActivate') }),
      'B reports that it cannot become active.',
    ],
  ] as [string, Partial<ActionsInput>, string][]) {
    it(`[S4] are disabled with the reason when ${name}`, async () => {
      const shown = await show(change);
      expect(await shown.isDisabled(0)).toBeTrue();
      expect(shown.reason('failover')).toBe(reason);
    });
  }

  it('[S4] say for how long: what a handover waits for at most, and what a re-sync depends on', () => {
    const said = (id: string) =>
      actionViews(actionsInput())
        .find((view) => view.id === id)
        ?.consequences.join(' ');
    expect(said('failover')).toContain('If B is not ready within 5 s, A goes on as the active node.');
    expect(said('resync')).toContain('as long as the whole configuration takes to be sent');
  });

  it('[S4] say of a node of an older version that it cannot do this', async () => {
    const shown = await show(ofA({ maintenance: undefined }));
    expect(shown.reason('maintenance')).toBe('A runs an older version that cannot do this.');
  });

  it('[S4] end the maintenance that is on, wherever it is on', async () => {
    const live = { 'id-b': backupStatus({ understudy: { maintenance } }) };
    const preflights = { 'id-b': said({ endMaintenance: possible() }) };
    const shown = await show({ live, preflights, activeId: null });
    expect((await shown.labels())[1]).toBe('End maintenance …');
    expect(shown.reason('maintenance')).toBe('It is on for this reason: update');
    expect(shown.views[1]?.askedIds).toEqual(['id-b']);
  });

  it('[S4] offer to activate each node while none is active', async () => {
    const activate = { ...possible(), silentForMs: 5000 };
    const labels = await (await show({ activeId: null, ...ofA({ activate }) })).labels();
    expect(labels.slice(-2)).toEqual(['Activate A now …', 'Activate B now …']);
  });

  for (const [projectState, sentence] of [
    ['Incompatible (Modules)', 'B lacks modules that the configuration names: what they do stands still on it.'],
    ['Incompatible (Platform)', 'B runs another version than the other node.'],
  ] as const) {
    it(`[S4] say before a node is activated by force what does not fit: ${projectState}`, () => {
      const misfit = backupStatus({ projectState, understudy: { blockers: ['incompatible'], canActivate: false } });
      const views = actionViews(actionsInput({ activeId: null, live: { 'id-b': misfit } }));
      expect(views.find(({ id }) => id === 'activate:id-b')?.consequences).toContain(sentence);
    });
  }

  it('[S4] resume take-back where it is suspended', async () => {
    const live = { 'id-a': masterStatus(), 'id-b': backupStatus({ understudy: { takeBack: 'suspended' } }) };
    const shown = await show({ live, preflights: { 'id-b': said({ resumeTakeBack: possible() }) } });
    expect(shown.reason('resumeTakeBack')).toBe('');
    expect(shown.views[3]?.askedIds).toEqual(['id-b']);
  });

  for (const [result, sentence] of [
    [
      { kind: 'failover', value: { from: 'A', to: 'B', gapMs: 35 } },
      /^B took over from A at \d\d:14:07\. It took 240 ms; for 35 ms of it no node was active\.$/,
    ],
    [
      { kind: 'resync', value: { target: 'B' } },
      /^B took the whole configuration from A at \d\d:14:07\. It took 240 ms\.$/,
    ],
    [
      { kind: 'maintenance', value: { untilAt: exampleAt + 60_000, reason: 'update' } },
      /^Maintenance is on until \d\d:15:07: A and B have confirmed it\. It took 240 ms\.$/,
    ],
    [{ kind: 'endMaintenance' }, /^The maintenance was ended at \d\d:14:07\. It took 240 ms\.$/],
    [{ kind: 'resumeTakeBack' }, /^Automatic take-back was resumed at \d\d:14:07\. It took 240 ms\.$/],
    [
      { kind: 'activate', value: { nodeName: 'B', epoch: 7 } },
      /^B was made active by force at \d\d:14:07, under epoch 7\. It took 240 ms\.$/,
    ],
  ] as [(ActionOutcome & { ok: true })['result'], RegExp][]) {
    it(`[S4] tell afterwards what became of it and how long it took (${result.kind})`, async () => {
      const [action] = actionViews(actionsInput());
      const shown = await show({}, { outcome: { ok: true, action: action!, result, tookMs: 240, at: exampleAt } });
      expect(shown.text('.outcome')).toMatch(sentence);
    });
  }

  it('[S4] tell why nothing happened', async () => {
    const [handover, , resync] = actionViews(actionsInput());
    const problem = { type: '', title: 'Not now', status: 409, code: 'actionRefused', refusals: ['busy', 'notInSync'] };
    const refused = { ok: false, failure: { kind: 'refused', status: 409, problem }, action: handover! } as const;
    expect((await show({}, { outcome: refused })).text('.outcome')).toBe(
      'The handover did not happen: Another action is under way. B is not in sync yet.',
    );
    const silent = { ok: false, failure: { kind: 'timeout' }, action: resync! } as const;
    expect((await show({}, { outcome: silent })).text('.outcome')).toBe(
      '“Force re-sync B from A” did not happen: A did not answer in time.',
    );
  });
});

function ofA(change: Parameters<typeof said>[0]): Partial<ActionsInput> {
  return { preflights: { 'id-a': said(change) } };
}

async function show(
  change: Partial<ActionsInput> = {},
  { outcome = null, asked = () => undefined }: { outcome?: ActionOutcome | null; asked?: (id: string) => void } = {},
) {
  const input = actionsInput(change);
  const views = actionViews(input);
  const fixture = TestBed.createComponent(ActionsPanel);
  fixture.componentRef.setInput('actions', views);
  fixture.componentRef.setInput('running', input.running);
  fixture.componentRef.setInput('outcome', outcome && outcomeSentence(outcome));
  fixture.componentInstance.asked.subscribe(asked);
  fixture.detectChanges();
  const element = fixture.nativeElement as HTMLElement;
  const buttons = await TestbedHarnessEnvironment.loader(fixture).getAllHarnesses(MatButtonHarness);
  const text = (selector: string) => element.querySelector(selector)?.textContent.trim();
  return {
    views,
    labels: () => Promise.all(buttons.map((button) => button.getText())),
    isDisabled: (index: number) => buttons[index]!.isDisabled(),
    press: async (label: string) => {
      const labels = await Promise.all(buttons.map((button) => button.getText()));
      await buttons[labels.indexOf(`${label} …`)]!.click();
    },
    reason: (id: string) => text(`#${id}-reason`),
    text,
  };
}
