import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { Component, inject, Injector, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import { ActionDialogHarness } from './action-dialog.harness.ts';
import type { ActionConfirmed, LiveAction } from './action-dialog.ts';
import { actionsInput, possible, said } from './action.testing.ts';
import type { ActionsInput } from './action-view.ts';
import { actionViews } from './actions-view.ts';
import { activateCaution } from './activate-view.ts';
import { openActionDialog } from './open-action-dialog.ts';

const maintenance = { untilAt: 1, reason: 'update' };

/** B stands by alone, in maintenance, and was told nothing by A for 12 s. */
const lonely: Partial<ActionsInput> = {
  activeId: null,
  live: { 'id-b': backupStatus({ peerConnected: false, understudy: { maintenance, blockers: ['neverSynced'] } }) },
  preflights: { 'id-b': said({ activate: { ...possible(), silentForMs: 12_000 }, endMaintenance: possible() }) },
};

describe('The dialog of an action', () => {
  it('[S4] says of a forced re-sync what is replaced, what restarts, and that protection is off meanwhile', async () => {
    const { dialog, confirmed } = await open('resync');
    const text = await dialog.getText();
    expect(text).toContain('The configuration of B is replaced by that of A');
    expect(text).toContain('B soft-restarts');
    expect(text).toContain('the pair is not protected');
    await dialog.confirm();
    expect(confirmed()).not.toBeNull();
  });

  it('[S4] takes a length and a reason for maintenance, and no maintenance without a reason', async () => {
    const { dialog, confirmed } = await open('maintenance');
    expect(await dialog.getText()).toContain('If A fails, nobody is active until it ends or a person acts.');
    expect(await dialog.canConfirm()).toBeFalse();
    await dialog.choose('4 hours');
    await dialog.type('Update of B');
    await dialog.confirm();
    expect(confirmed()).toEqual(jasmine.objectContaining({ text: 'Update of B', forMs: 4 * 3_600_000 }));
  });

  it('[S4] says at the end of maintenance that the other node takes over at once where nobody is active', async () => {
    const { dialog } = await open('maintenance', lonely);
    expect(await dialog.getText()).toContain('B takes over at once if it does not hear A.');
    const both = { 'id-a': masterStatus({ understudy: { maintenance } }), 'id-b': backupStatus() };
    const preflights = { 'id-a': said({ endMaintenance: possible() }) };
    const second = await open('maintenance', { live: both, preflights });
    expect(await second.dialog.getText()).toContain('B takes over by itself again if A fails.');
  });

  it('[S4] says what resuming take-back brings', async () => {
    const preflights = { 'id-a': said({ resumeTakeBack: possible() }) };
    const { dialog } = await open('resumeTakeBack', { preflights });
    expect(await dialog.getText()).toContain('A stands by and is in sync, it takes the work back by itself again.');
    expect(await dialog.canConfirm()).toBeTrue();
  });

  it('[S4] activates only when the name of the node was typed, exactly', async () => {
    const { dialog, confirmed } = await open('activate:id-b', lonely);
    for (const typed of ['', 'b', 'B ', 'A']) {
      await dialog.type(typed);
      expect(await dialog.canConfirm()).toBeFalse();
    }
    await dialog.type('B');
    await dialog.confirm();
    expect(confirmed()?.text).toBe('B');
  });

  it('[S4] says what cannot be excluded, and what the node lacks', async () => {
    const { dialog } = await open('activate:id-b', lonely);
    const text = await dialog.getText();
    expect(text).toContain('A may still be running: nobody answered B for 12 s.');
    expect(text).toContain('B has never been synchronised');
    expect(text).toContain('both write until they hear each other again');
  });

  it('[S4] says that the other node is running when it answers this browser', async () => {
    const live = { ...lonely.live, 'id-a': masterStatus({ activityLevel: 'Warm' }) };
    const { dialog } = await open('activate:id-b', { ...lonely, live });
    expect(await dialog.getText()).toContain('A is running: it answers this browser.');
  });

  it('[S4] greys out when the action becomes impossible, or would do something else', async () => {
    const { dialog, become } = await open('resync');
    become({ preflights: { 'id-a': said({ resync: possible('peerNotConnected') }) } });
    expect(await dialog.getText()).toContain('B is not connected.');
    expect(await dialog.canConfirm()).toBeFalse();
    become({});
    expect(await dialog.canConfirm()).toBeTrue();
    become({ activeId: 'id-b' });
    expect(await dialog.getText()).toContain('What this would do has changed meanwhile.');
    expect(await dialog.canConfirm()).toBeFalse();
  });

  it('[S4] does nothing when it is cancelled', async () => {
    const { dialog, confirmed } = await open('resync');
    await dialog.cancel();
    expect(confirmed()).toBeNull();
  });
});

@Component({ template: '' })
class Page {
  readonly injector = inject(Injector);
}

async function open(id: string, change: Partial<ActionsInput> = {}) {
  const liveOf = (over: Partial<ActionsInput>): LiveAction => {
    const input = actionsInput({ ...change, ...over });
    const action = actionViews(input).find((one) => one.id === id) ?? null;
    const nodeId = action?.kind === 'activate' ? action.askedIds[0] : undefined;
    return { action, caution: nodeId === undefined ? null : activateCaution(input, nodeId, exampleAt) };
  };
  const live = signal(liveOf({}));
  const fixture = TestBed.createComponent(Page);
  let result: ActionConfirmed | null = null;
  openActionDialog(fixture.componentInstance.injector, live).subscribe((confirmed) => (result = confirmed));
  const loader = TestbedHarnessEnvironment.documentRootLoader(fixture);
  const dialogs = await loader.getAllHarnesses(ActionDialogHarness);
  return {
    dialog: dialogs.at(-1)!,
    become: (over: Partial<ActionsInput>) => live.set(liveOf(over)),
    confirmed: (): ActionConfirmed | null => result,
  };
}
