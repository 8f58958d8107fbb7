import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { inputBinding, outputBinding } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Logger } from '#contract/logs';
import { LoggerLevels, type LevelChange } from './logger-levels.ts';
import { LoggerLevelsHarness } from './logger-levels.harness.ts';
import { someLogger } from './logs.testing.ts';

const now = Date.UTC(2026, 10, 21, 2, 14, 7);
const minutes = 60_000;

describe('The levels of the loggers', () => {
  it('[D1] tells of each logger its level, whose it is and how long it stays', async () => {
    const { levels } = await setup({
      loggers: [
        someLogger('gateway'),
        someLogger('redundancy', { level: 'DEBUG', ownLevel: 'DEBUG', untilAt: now + 11.5 * minutes }),
        someLogger('redundancy.link', { level: 'TRACE', ownLevel: 'TRACE', untilAt: now + 90 * minutes }),
        someLogger('http', { level: 'WARN', ownLevel: 'WARN' }),
        someLogger('security', { level: 'DEBUG', ownLevel: 'DEBUG', untilAt: now + 4200 }),
      ],
    });
    expect(await levels.loggers()).toEqual([
      'gateway: INFO, not set here',
      'redundancy: DEBUG for 12 min more',
      'redundancy.link: TRACE for 1 h 30 min more',
      'http: WARN, set here until changed',
      'security: DEBUG for 5 s more',
    ]);
  });

  it('[D1] sets a level for a while', async () => {
    const { levels, changes } = await setup({ loggers: [someLogger('gateway'), someLogger('redundancy')] });
    await levels.change('redundancy');
    await levels.choose('Level', 'DEBUG');
    await levels.choose('For', '1 h');
    await levels.press('Set level');
    expect(changes).toEqual([{ name: 'redundancy', level: 'DEBUG', forMs: 3_600_000 }]);
  });

  it('[D1] sets a level until it is changed', async () => {
    const { levels, changes } = await setup();
    await levels.change('gateway');
    await levels.choose('Level', 'TRACE');
    await levels.choose('For', 'Until changed');
    await levels.press('Set level');
    expect(changes).toEqual([{ name: 'gateway', level: 'TRACE', forMs: null }]);
  });

  it('[D1] resets all levels, if any was set by hand', async () => {
    const none = await setup();
    expect(await none.levels.canPress('Reset all levels of A')).toBeFalse();
    expect(await none.levels.text()).toContain('No level was set by hand');
    const one = await setup({ loggers: [someLogger('gateway', { ownLevel: 'DEBUG' })] });
    await one.levels.press('Reset all levels of A');
    expect(one.changes).toEqual(['reset']);
  });

  it('[D1] says at the logger why its level was not set', async () => {
    const { levels } = await setup({ failure: { name: 'gateway', reason: 'A does not answer this browser.' } });
    expect(await levels.text()).toContain('Not set: A does not answer this browser.');
  });

  it('[D1] finds a logger by a part of its name', async () => {
    const { levels } = await setup({ loggers: [someLogger('gateway'), someLogger('redundancy.link')] });
    await levels.find('Link');
    expect(await levels.loggers()).toEqual(['redundancy.link: INFO, not set here']);
    await levels.find('nothing of this name');
    expect(await levels.text()).toContain('No logger matches');
  });

  it('[D1] is only to be read for who is no administrator', async () => {
    const { levels } = await setup({ mayEdit: false });
    expect(await levels.text()).toContain('Only an administrator changes levels');
    expect(await levels.canPress('Change')).toBeFalse();
  });
});

interface Given {
  loggers: readonly Logger[];
  mayEdit: boolean;
  failure: { name: string | null; reason: string };
}

async function setup(given: Partial<Given> = {}) {
  const changes: (LevelChange | 'reset')[] = [];
  const fixture = TestBed.createComponent(LoggerLevels, {
    bindings: [
      inputBinding('loggers', () => given.loggers ?? [someLogger('gateway')]),
      inputBinding('nodeName', () => 'A'),
      inputBinding('nodeNow', () => now),
      inputBinding('mayEdit', () => given.mayEdit ?? true),
      inputBinding('failure', () => given.failure ?? null),
      outputBinding<LevelChange>('setLevel', (change) => changes.push(change)),
      outputBinding('resetAll', () => changes.push('reset')),
    ],
  });
  return { levels: await TestbedHarnessEnvironment.harnessForFixture(fixture, LoggerLevelsHarness), changes };
}
