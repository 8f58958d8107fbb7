import { TestBed } from '@angular/core/testing';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import { actionsInput, possible, said } from '../actions/action.testing.ts';
import type { ActionsInput } from '../actions/action-view.ts';
import { actionViews } from '../actions/actions-view.ts';
import { choiceViews } from '../actions/choice-view.ts';
import { DivergencePanel } from './divergence-panel.ts';
import { backupsView } from './divergence-view.ts';
import { KeptBackupsPanel } from './kept-backups-panel.ts';
import { nodeA, nodeB } from '../redundancy.testing.ts';

const kept = {
  ...{ id: '20260101-120000', at: exampleAt - 60_000, because: 'Restored from B, as anna chose' },
  ...{ resources: 3, revision: 7, bytes: 1400 },
};
const offered = said({ restoreMaster: possible(), replaceBackup: possible() });

describe('Two configurations with different histories', () => {
  it('[G3] are two choices, named by what happens to whom', async () => {
    const { text, buttons, asked } = await show(diverged());
    expect(buttons()).toEqual(['Restore A from B …', 'Replace B by A …']);
    expect(text()).toContain('Nothing was changed on either.');
    expect(text()).toContain('All of the configuration of A is replaced by that of B.');
    buttons.press(0);
    expect(asked).toEqual(['restoreMaster']);
  });

  it('[G3] say what becomes of the active node, and that what is replaced is kept', () => {
    const [restore, replace] = choiceViews(diverged({ activeId: 'id-b' }));
    expect(restore?.consequences.join(' ')).toContain('A soft-restarts with it');
    expect(replace?.consequences.join(' ')).toContain('takes the new configuration when it has handed over');
    for (const choice of [restore, replace]) expect(choice?.consequences.join(' ')).toContain('is kept there first');
  });

  it('[G3] warn of a node that has never been in sync: it may be the empty one', async () => {
    const sync = { state: 'never', lastGoodAt: null } as const;
    const input = diverged();
    const live = { ...input.live, 'id-a': masterStatus({ understudy: { sync, blockers: ['diverged'] } }) };
    const { text } = await show({ ...input, live });
    const warning = 'A has never been in sync with B: it may have no configuration at all.';
    expect(text().split(warning).length - 1).toBe(1);
    expect((await show(input)).text()).not.toContain('never been in sync');
  });

  it('[G3] are not brought together by a re-sync, which says so', () => {
    const resync = actionViews(diverged()).find(({ kind }) => kind === 'resync');
    expect(resync?.because).toBe('The two have different histories: choose above which one stays.');
  });

  it('[G3] cannot be chosen about by somebody who may only look, and say so', async () => {
    const { text } = await show(diverged({ userRole: 'viewer' }));
    expect(text()).toContain('As viewer you may look, but not do this.');
  });

  it('[G3] are nothing to see while the configurations fit together', async () => {
    const { text } = await show(actionsInput({ preflights: { 'id-a': offered } }));
    expect(text().trim()).toBe('');
  });

  it('[G3] leave behind what was replaced, for download', async () => {
    const fixture = TestBed.createComponent(KeptBackupsPanel);
    const heard = { 'id-a': { value: { items: [kept] }, receivedAt: exampleAt, failure: null } };
    fixture.componentRef.setInput('backups', backupsView([nodeA, nodeB], heard, exampleAt));
    fixture.componentRef.setInput('problem', null);
    const wanted: string[] = [];
    fixture.componentInstance.wanted.subscribe(({ id }) => wanted.push(id));
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.textContent).toMatch(/A, .*: Restored from B, as anna chose \(3 resources, 1.4 kB\)/s);
    expect(element.textContent).toMatch(/does not hold users, their passwords/);
    element.querySelector('button')?.click();
    expect(wanted).toEqual(['20260101-120000']);
  });
});

function diverged(change: Partial<ActionsInput> = {}): ActionsInput {
  const live = {
    'id-a': masterStatus({ understudy: { blockers: ['diverged'], canActivate: false } }),
    'id-b': backupStatus(),
  };
  return actionsInput({ live, preflights: { 'id-a': offered, 'id-b': offered }, ...change });
}

async function show(input: ActionsInput) {
  const fixture = TestBed.createComponent(DivergencePanel);
  fixture.componentRef.setInput('choices', choiceViews(input));
  const asked: string[] = [];
  fixture.componentInstance.asked.subscribe((id) => asked.push(id));
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  const all = () => [...element.querySelectorAll('button')];
  const buttons = Object.assign(() => all().map(({ textContent }) => textContent.trim()), {
    press: (at: number) => all()[at]?.click(),
  });
  return { text: () => element.textContent.replace(/\s+/g, ' '), buttons, asked };
}
