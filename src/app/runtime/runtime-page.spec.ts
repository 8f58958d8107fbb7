import * as z from 'zod/mini';
import { changesLine, pageLine, someAlarm, someTag, until } from './live/fake-live.testing.ts';
import { alarmKey } from './drafts/operate.ts';
import { nodesOf, openPage } from './runtime-page.testing.ts';

const level = someTag({ name: 'Tank/Level', unit: '%' });
const setpoint = someTag({ name: 'Setpoint', value: 50, unit: '%', writable: true });
const pump = someTag({ name: 'Pump', value: true, dataType: 'boolean', writable: true });
const unsaid = someTag({ name: 'Note', value: null, quality: 'Uncertain', at: null, dataType: 'text' });
const writePath = 'PUT /data/api/v1/runtime/tags/Setpoint';

describe("An operator's page", () => {
  it('[P1] shows values with unit, quality and age, by the clock of the node', async () => {
    const { page } = await shown();
    expect(await page.tag('Tank/Level')).toMatch(/40.*%.*Good · 12 s ago/s);
    expect(await page.tag('Pump')).toMatch(/On.*Switch off/s);
    expect(await page.tag('Note')).toMatch(/none.*Never set/s);
    expect(await page.strip()).toMatch(/A since \d\d:14:\d\d.*Live, just now/s);
    expect(await page.text()).toContain('No alarm');
  });

  it('[P1] says of a trend that it begins with the page, where there is one', async () => {
    const words = 'A trend begins when this page opens';
    const { live, text } = await shown();
    expect(text()).not.toContain(words);
    live.say(pageLine({ tags: [level], trends: [level.name] }));
    await until(() => text().includes(words));
  });

  it('[P1] keeps what is typed while values come, and what is refused, with the reason', async () => {
    const { page, live, edge, text } = await shown();
    const problem = {
      type: 'about:blank',
      title: 'Refused',
      status: 409,
      code: 'notActiveHere',
      detail: 'B is active',
    };
    edge.answer(writePath, () => ({ status: 409, body: problem }));
    await page.type('Setpoint', '61,5');
    live.say(changesLine({ tags: [{ ...setpoint, value: 51 }] }));
    await until(() => text().includes('51'));
    expect(await page.typed('Setpoint')).toBe('61,5');
    await page.write('Setpoint');
    expect(edge.requests.at(-1)?.body).toEqual(jasmine.objectContaining({ value: 61.5 }));
    expect(await page.tag('Setpoint')).toContain('Not done:');
    expect(await page.typed('Setpoint')).toBe('61,5');
    edge.answer(writePath, () => ({ body: { written: true, replicated: false, at: 0 } }));
    await page.write('Setpoint');
    expect(await page.tag('Setpoint')).toContain('Done on A only');
    expect(await page.typed('Setpoint')).toBe('');
  });

  it('[P1] switches at a touch, and says when that was not done', async () => {
    const { page, edge } = await shown();
    await page.toggle('Pump');
    expect(edge.requests.at(-1)).toEqual(
      jasmine.objectContaining({ body: jasmine.objectContaining({ value: false }) }),
    );
    expect(await page.tag('Pump')).toContain('Not done: A does not answer this browser.');
  });

  it('[P1] acknowledges the occurrence that is shown, with a comment', async () => {
    const { page, live, edge, text } = await shown();
    edge.answer('POST /data/api/v1/runtime/alarms/Low/acknowledge', () => ({
      body: { ...someAlarm(), replicated: true },
    }));
    live.say(changesLine({ alarms: [someAlarm()] }));
    await until(() => text().includes('not acknowledged'));
    await page.comment('pump is off');
    await page.acknowledge();
    expect(edge.requests.at(-1)?.body).toEqual(
      jasmine.objectContaining({ occurrence: 'Low@1', comment: 'pump is off' }),
    );
  });

  it('[P1] turns grey when nothing is heard, and keeps every value with its age', async () => {
    const { page, live, time, text } = await shown();
    live.down = true;
    live.break();
    await until(() => text().includes('does not answer'));
    time.pass(9000);
    expect(await page.isGrey('Tank/Level')).toBeTrue();
    expect(await page.tag('Tank/Level')).toMatch(/40.*Last heard · \d\d s ago/s);
    expect(await page.strip()).toMatch(/A does not answer this browser\. As of [89] s ago\./);
    expect(await page.text()).toContain('No alarm when last heard');
  });

  for (const [who, typed] of [
    ['anna', '61,5'],
    ['bert', ''],
  ] as const) {
    it(`[P1] has ${typed === '' ? 'nothing' : 'what was typed'} for ${who} after anna's sign-in has run out`, async () => {
      const { page, live, signInAgain } = await shown();
      await page.type('Setpoint', '61,5');
      const again = await signInAgain(who);
      await until(() => live.asked.length === 2);
      live.say(pageLine({ tags: [setpoint] }));
      await until(() => document.querySelector('us-tag-tile input') !== null);
      expect(await again.typed('Setpoint')).toBe(typed);
    });
  }

  it('[P1] does not call a page quiet on which nothing is watched', async () => {
    const { live, page, text } = await openPage();
    await until(() => live.asked.length === 1);
    live.say(pageLine());
    await until(() => text().includes('Tank'));
    expect(await page.text()).toContain('None is set up for what this page shows.');
    expect(await page.text()).toContain('This page shows no values yet');
    expect(await page.text()).not.toContain('No alarm');
  });

  it('[P1] says how many alarms there are, and how many of them nobody has acknowledged', async () => {
    const { page, live, text } = await shown();
    const alarms = ['One', 'Two', 'Three'].map((name, at) => someAlarm({ name, acknowledged: at === 0 }));
    live.say(pageLine({ tags: [level], alarms }));
    await until(() => text().includes('Three'));
    expect(await page.text()).toContain('3 shown, 2 not acknowledged');
  });

  it('[P1] lets a viewer look, and nothing else', async () => {
    const { page } = await shown({ role: 'viewer' });
    expect(await page.fields()).toBe(0);
  });

  it('[P1] says that there is no such page, or none any more', async () => {
    const { live, time, text } = await openPage();
    await until(() => live.asked.length === 1);
    live.refusals.push(404);
    live.break();
    await until(() => {
      time.pass(250);
      return text().includes('There is no such page');
    });
    const other = await shown();
    other.live.say({ type: 'gone', running: true, nodeId: 'A', nodeName: 'A', at: 0 });
    await until(() => other.text().includes('There is no such page'));
  });
});

describe('The switch of a page', () => {
  it('[P2] opens the same place at the node that runs, and takes along who is there and what was typed', async () => {
    const { page, time, beats, open } = await shown();
    await page.type('Setpoint', '47');
    beats.states['A'] = 'silent';
    beats.states['B'] = 'Running';
    await until(() => {
      time.pass(250);
      return open.calls.count() > 0;
    });
    const [address = ''] = open.calls.first().args as [string];
    expect(address.startsWith('http://b:8089/runtime/works/tank?wall=2#top~moved~')).toBeTrue();
    const { ticket, page: brought } = luggage.parse(JSON.parse(decodeURIComponent(address.split('~moved~')[1] ?? '')));
    expect(ticket).toBe('ticket');
    expect(brought.arrival).toEqual(jasmine.objectContaining({ from: 'A', to: 'B', reason: 'silent' }));
    expect(brought.drafts).toEqual({ 'tag Setpoint': { text: '47', state: 'typed', note: null } });
  });

  it('[P2] does not wait for the next heartbeat when the connection breaks', async () => {
    const { live, time, beats, open } = await shown();
    time.pass(100);
    beats.states['A'] = 'silent';
    beats.states['B'] = 'Running';
    const brokenAt = time.now();
    live.break();
    await until(() => {
      time.pass(10);
      return open.calls.count() > 0;
    });
    expect(time.now() - brokenAt).toBeLessThan(600);
  });

  it('[P2] goes on where the pair was made anew, or a computer was replaced, while the page stayed open', async () => {
    const { edge, time, beats, open } = await shown();
    beats.pairId = 'other pair';
    beats.names = { A: 'new A', B: 'new B' };
    edge.answer('GET /data/api/v1/runtime/nodes', () => ({ body: nodesOf('other pair', beats.names) }));
    time.pass(11_000);
    beats.states['A'] = 'silent';
    beats.states['B'] = 'Running';
    await until(() => {
      time.pass(250);
      return open.calls.count() > 0;
    });
    expect(open.calls.count()).toBe(1);
  });

  it('[P3] is told until that is closed; what was sent without an answer is said to be not done', async () => {
    const at = new Date(2026, 10, 21, 2, 14, 8).getTime();
    const arrival = { from: 'B', to: 'A', reason: 'silent', at, moves: [] };
    const drafts = { 'tag Setpoint': { text: '99', state: 'sent', note: null } };
    const { page } = await shown({ brought: { arrival, userName: 'anna', drafts } });
    expect(await page.notice()).toMatch(/^Moved from B to A at .*14:08.*: B does not answer\.$/);
    expect(await page.tag('Setpoint')).toContain('Not done: no answer came before this page moved.');
    expect(await page.typed('Setpoint')).toBe('99');
    await page.closeNotice();
    expect(await page.notice()).toBeNull();
  });

  it('[P3] loses nothing for a comment on an alarm whose name is as long as names may be', async () => {
    const arrival = { from: 'B', to: 'A', reason: 'silent', at: 0, moves: [] };
    const long = someAlarm({ name: 'x'.repeat(200), occurrence: `${'x'.repeat(200)}@1795227247000` });
    const typed = { text: '99', state: 'typed', note: null };
    const drafts = { 'tag Setpoint': typed, [alarmKey(long)]: typed };
    const { page } = await shown({ brought: { arrival, userName: 'anna', drafts } });
    expect(await page.typed('Setpoint')).toBe('99');
    expect(await page.notice()).toContain('Moved from B to A');
  });

  it('[P3] brings what was typed to nobody else who signs in there', async () => {
    const arrival = { from: 'B', to: 'A', reason: 'silent', at: 0, moves: [] };
    const drafts = { 'tag Setpoint': { text: '99', state: 'typed', note: null } };
    const { page } = await shown({ brought: { arrival, userName: 'bert', drafts } });
    expect(await page.notice()).toContain('Moved from B to A');
    expect(await page.typed('Setpoint')).toBe('');
  });

  it('[P2] takes along a ticket that has run out: the other node exchanges it while the session goes on', async () => {
    const { time, beats, open } = await shown();
    beats.states['A'] = 'silent';
    beats.states['B'] = 'silent';
    for (let second = 0; second < 70; second += 1) {
      time.pass(1000);
      await Promise.resolve();
    }
    beats.states['B'] = 'Running';
    await until(() => {
      time.pass(250);
      return open.calls.count() > 0;
    });
    expect(decodeURIComponent((open.calls.first().args as [string])[0])).toContain('"ticket":"ticket"');
  });

  it('[P3] is not believed when a link makes it up', async () => {
    const { page } = await shown({ brought: { arrival: { from: 'B' }, drafts: 7 } });
    expect(await page.notice()).toBeNull();
    expect(await page.typed('Setpoint')).toBe('');
  });

  it('[P2] is told too when another node takes over behind the same address', async () => {
    const { page, live, edge, text } = await shown();
    live.say(changesLine({}, 'B'));
    await until(() => text().includes('took over'));
    expect(await page.notice()).toMatch(/^B took over from A at \d\d:\d\d:\d\d\.$/);
    // For a cookie of that node, when the page is loaded anew.
    const asked = () => edge.requests.filter(({ line }) => line === 'POST /data/api/v1/session/code');
    expect(asked()[0]?.headers.get('Authorization')).toBe('Bearer ticket');
    const times = asked().length;
    live.say(changesLine({ tags: [{ ...setpoint, value: 77 }] }, 'B'));
    await until(() => text().includes('77'));
    expect(asked().length).toBe(times);
    await page.closeNotice();
    expect(await page.notice()).toBeNull();
  });
});

const luggage = z.object({
  ticket: z.string(),
  page: z.object({ arrival: z.looseObject({}), drafts: z.looseObject({}) }),
});

async function shown(options: Parameters<typeof openPage>[0] = {}) {
  const opened = await openPage(options);
  const { live, time, text } = opened;
  await until(() => live.asked.length === 1);
  // The clock of the node is an hour off.
  live.clock = () => time.now() + 3_600_000;
  const at = live.clock();
  const tags = [level, setpoint, pump].map((tag) => ({ ...tag, at: at - 12_000 }));
  const alarms = [someAlarm({ active: false, acknowledged: true, occurrence: null })];
  live.say(pageLine({ tags: [...tags, unsaid], alarms }, { at }));
  await until(() => text().includes('Tank/Level'));
  return opened;
}
