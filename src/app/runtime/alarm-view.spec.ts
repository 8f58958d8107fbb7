import { alarmsToShow, alarmView } from './alarm-view.ts';
import { someAlarm } from './live/fake-live.testing.ts';

const at = new Date(2026, 10, 21, 2, 14, 8).getTime();

describe('The alarms of a page', () => {
  it('[P1] come first where they are active and not acknowledged, by priority; quiet ones are left out', () => {
    const alarms = [
      someAlarm({ name: 'quiet', active: false, acknowledged: true, occurrence: null }),
      someAlarm({ name: 'acknowledged', acknowledged: true, priority: 'high' }),
      someAlarm({ name: 'over', active: false, priority: 'high' }),
      someAlarm({ name: 'low', priority: 'low' }),
      someAlarm({ name: 'high', priority: 'high' }),
      someAlarm({ name: 'aside', priority: 'high', shelvedUntilAt: at }),
    ];
    expect(alarmsToShow(alarms).map(({ name }) => name)).toEqual(['high', 'low', 'over', 'acknowledged', 'aside']);
  });

  it('[P1] say in words what is wrong, since when, and who knows', () => {
    const view = alarmView(someAlarm({ activeAt: at + 60_000 }), 60_000, at);
    expect(view.condition).toBe('Level is below 33 %');
    expect(view.state).toBe('Active since 02:14:08 · not acknowledged');
    expect([view.priority, view.open]).toEqual(['Medium', true]);
    const known = { active: false, clearedAt: at, acknowledged: true, acknowledgedBy: 'anna', comment: 'pump is off' };
    const after = alarmView(someAlarm(known), 0, at);
    expect(after.state).toBe('Over since 02:14:08 · acknowledged by anna: pump is off');
    expect([after.condition, after.open]).toEqual(['Level was below 33 %', false]);
  });
});
