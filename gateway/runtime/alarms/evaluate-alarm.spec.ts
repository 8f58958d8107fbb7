import type { AlarmConfig } from '#contract/resources';
import type { AlarmState } from '#contract/runtime-alarms';
import { evaluateAlarm, quietAlarm, uniteAlarms } from './evaluate-alarm.ts';

const high: AlarmConfig = {
  ...{ tag: 'Level', condition: 'above', limit: 80, hysteresis: 5, delayMs: 1000, priority: 'high' },
};
const low: AlarmConfig = { ...high, condition: 'below', limit: 20, delayMs: 0 };

/** The states after each value, a second apart. */
function story(config: AlarmConfig, values: (number | null)[], from = quietAlarm): AlarmState[] {
  const states: AlarmState[] = [];
  values.forEach((value, second) => {
    states.push(evaluateAlarm({ name: 'High', config, value }, states.at(-1) ?? from, second * 1000));
  });
  return states;
}

describe('An alarm', () => {
  it('comes when its condition has held for the delay, not before', () => {
    expect(story(high, [70, 81, 82]).map(({ active }) => active)).toEqual([false, false, true]);
    expect(story(high, [81, 79, 81, 79]).some(({ active }) => active)).toBeFalse();
  });

  it('names each occurrence, with the value and the time that it came', () => {
    const last = story(high, [81, 82]).at(-1);
    expect([last?.occurrence, last?.value, last?.activeAt, last?.acknowledged]).toEqual(['High@1000', 82, 1000, false]);
  });

  it('goes when the value came back by the hysteresis', () => {
    expect(story(high, [81, 82, 79, 76, 75]).map(({ active }) => active)).toEqual([false, true, true, true, false]);
    expect(story(low, [19, 24, 25]).map(({ active }) => active)).toEqual([true, true, false]);
  });

  it('decides nothing on a value that is not good', () => {
    expect(story(high, [81, 82, null, null]).at(-1)?.active).toBeTrue();
    expect(story(high, [81, null]).at(-1)?.active).toBeFalse();
  });

  it('that another node has begun to count goes on counting here', () => {
    const [pending] = story(high, [81]);
    const next = evaluateAlarm({ name: 'High', config: high, value: 81 }, pending ?? quietAlarm, 1000);
    expect(next.active).toBeTrue();
  });

  it('is not put off by another node whose clock was an hour ahead', () => {
    const [pending] = story(high, [81]);
    const ahead = { ...(pending ?? quietAlarm), pendingSinceAt: 3_600_000 };
    expect(story(high, [81, 82], ahead).map(({ active }) => active)).toEqual([false, true]);
  });

  it('is the same object while nothing changes', () => {
    expect(evaluateAlarm({ name: 'High', config: high, value: 7 }, quietAlarm, 7)).toBe(quietAlarm);
  });

  it('is not shelved longer than was asked for', () => {
    const shelved = { ...quietAlarm, shelvedUntilAt: 500, shelvedBy: 'anna' };
    expect(story(high, [7], shelved)[0]?.shelvedBy).toBe('anna');
    expect(story(high, [7, 7], shelved)[1]?.shelvedBy).toBeNull();
  });
});

describe('An alarm that two nodes watched apart', () => {
  const active = story(high, [81, 82]).at(-1) ?? quietAlarm;
  const acknowledged = { ...active, acknowledged: true, acknowledgedAt: 1500, acknowledgedBy: 'ben', comment: 'seen' };

  it('is acknowledged when it was on either', () => {
    expect(uniteAlarms(active, acknowledged)?.acknowledgedBy).toBe('ben');
    expect(uniteAlarms(acknowledged, active)).toBeNull();
  });

  it('is not acknowledged by who saw an earlier occurrence', () => {
    const later = { ...active, occurrence: 'High@9000', activeAt: 9000 };
    expect(uniteAlarms(later, acknowledged)).toBeNull();
  });

  it('is shelved until the later of both times', () => {
    const shelved = { ...active, shelvedUntilAt: 99_000, shelvedBy: 'ben' };
    expect(uniteAlarms(active, shelved)?.shelvedUntilAt).toBe(99_000);
    expect(uniteAlarms(shelved, active)).toBeNull();
  });

  it('that is not configured any more stays forgotten', () => {
    expect(uniteAlarms(null, acknowledged)).toBeNull();
  });
});
