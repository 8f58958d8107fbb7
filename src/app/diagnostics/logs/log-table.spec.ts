import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef, inputBinding, outputBinding, signal, type Signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { LogLine } from '#contract/logs';
import { LogTable } from './log-table.ts';
import { LogTableHarness } from './log-table.harness.ts';
import { someLine } from './logs.testing.ts';

describe('The table of log lines', () => {
  it('[D1] shows time, level, logger and message, the UTC time on hover and the day once', async () => {
    const warning = { level: 'WARN', loggerName: 'gateway', message: 'Disk is filling' } as const;
    const { table } = await setup([someLine(2, warning), someLine(1)]);
    expect(await table.column('level')).toEqual(['WARN', 'INFO']);
    expect(await table.column('logger')).toEqual(['gateway', 'redundancy.link']);
    expect(await table.column('message')).toEqual(['Disk is filling', 'line 1']);
    expect((await table.column('time'))[0]).toMatch(/^\d\d:\d\d:\d\d\.002$/);
    expect(await table.utcOfFirst()).toBe('2026-11-21T02:14:00.002Z');
    expect((await table.days()).length).toBe(1);
  });

  it('[D1] says when no line matches', async () => {
    const { table } = await setup([]);
    expect(await table.text()).toContain('No line matches');
  });

  it('[D1] shows log text as text, whatever is in it', async () => {
    const { table } = await setup([someLine(1, { message: '<b onclick="x()">bold</b>' })]);
    expect(await table.column('message')).toEqual(['<b onclick="x()">bold</b>']);
  });

  it('[D1] opens a stack trace, and does not follow while one is open', async () => {
    const waiting = signal(0);
    const { table, region, following, released } = await setup(
      [someLine(1, { stack: ['Error: no', '  at link.ts:7'] })],
      waiting,
    );
    expect(following).toEqual([true]);
    expect(await table.text()).toContain('Stack trace, 2 lines');
    await heard(region.querySelector('details'), 'toggle', () => table.pressStackTrace());
    expect(await table.stackTrace()).toBe('Error: no\n  at link.ts:7');
    expect(following).toEqual([true, false]);
    waiting.set(3);
    await table.showNew();
    expect(released).toEqual([3]);
    await heard(region.querySelector('details'), 'toggle', () => table.pressStackTrace());
    expect(following).toEqual([true, false, true]);
  });

  it('[D1] draws few of ten thousand rows, wherever the reader is, and asks for older ones near the end', async () => {
    const { table, region, older } = await setup(Array.from({ length: 10_000 }, (_, at) => someLine(10_000 - at)));
    expect((await table.column('message')).length).toBeLessThan(150);
    for (const at of [0.5, 1]) {
      await heard(region, 'scroll', () => (region.scrollTop = at * region.scrollHeight));
      await TestBed.inject(ApplicationRef).whenStable();
      expect((await table.column('message')).length).toBeLessThan(150);
    }
    expect((await table.column('message')).at(-1)).toBe('line 1');
    expect(older.length).toBeGreaterThan(0);
    expect((await table.days()).length).toBe(0);
  });

  it('[D1] keeps what is read in its place when older lines come', async () => {
    const lines = signal(Array.from({ length: 1000 }, (_, at) => someLine(2000 - at)));
    const { region } = await setup(lines);
    await heard(region, 'scroll', () => (region.scrollTop = 5000));
    const top = () =>
      document.elementFromPoint(region.getBoundingClientRect().left + 20, middleOf(region))?.textContent;
    const before = top();
    lines.update((all) => [...all, ...Array.from({ length: 500 }, (_, at) => someLine(1000 - at))]);
    await TestBed.inject(ApplicationRef).whenStable();
    expect(top()).toBe(before);
  });

  it('[D1] follows at the top only, says how many lines wait and goes back up for them', async () => {
    const waiting = signal(0);
    const lines = Array.from({ length: 100 }, (_, at) => someLine(100 - at));
    const { table, region, following } = await setup(lines, waiting);
    await heard(region, 'scroll', () => (region.scrollTop = 300));
    expect(following).toEqual([true, false]);
    waiting.set(12);
    expect(await table.waiting()).toBe('12 new');
    await heard(region, 'scroll', () => table.showNew());
    expect(region.scrollTop).toBe(0);
    expect(following).toEqual([true, false, true]);
  });
});

/** Acts, then waits for the browser to tell of it and for the page to draw. */
async function heard(target: Element | null, event: 'scroll' | 'toggle', act: () => unknown): Promise<void> {
  const told = new Promise((resolve) => target?.addEventListener(event, resolve, { once: true }));
  await act();
  await told;
  await TestBed.inject(ApplicationRef).whenStable();
}

function middleOf(region: Element): number {
  region.scrollIntoView({ block: 'center' });
  const { top, height } = region.getBoundingClientRect();
  return top + height / 2;
}

async function setup(given: readonly LogLine[] | Signal<readonly LogLine[]>, waiting = signal(0)) {
  const lines = typeof given === 'function' ? given : signal(given);
  const older: number[] = [];
  const following: boolean[] = [];
  const released: number[] = [];
  const fixture = TestBed.createComponent(LogTable, {
    bindings: [
      inputBinding('lines', lines),
      inputBinding('waiting', waiting),
      inputBinding('emptyText', () => 'No line matches'),
      outputBinding<boolean>('following', (follows) => following.push(follows)),
      outputBinding('release', () => released.push(waiting())),
      outputBinding('olderWanted', () => older.push(1)),
    ],
  });
  const table = await TestbedHarnessEnvironment.harnessForFixture(fixture, LogTableHarness);
  const region = (fixture.nativeElement as HTMLElement).querySelector('[role=region]')!;
  return { table, region, following, released, older };
}
