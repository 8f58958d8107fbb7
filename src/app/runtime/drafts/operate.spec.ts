import { switchMap, timer } from 'rxjs';
import { changesLine, pageLine, someTag, until } from '../live/fake-live.testing.ts';
import { openPage } from '../runtime-page.testing.ts';

const setpoint = someTag({ name: 'Setpoint', value: 50, writable: true });
const path = 'PUT /data/api/v1/runtime/tags/Setpoint';

describe('What an operator asks for', () => {
  it('[P3] says by the clock of the node until when it may begin, so that it does nothing that was given up', async () => {
    const { page, edge, time } = await shown({ clockAheadMs: 60_000 });
    edge.answer(path, () => ({ body: { written: true, replicated: true, at: 0 } }));
    await page.type('Setpoint', '61');
    await page.write('Setpoint');
    expect(edge.requests.at(-1)?.body).toEqual({ value: 61, until: time.now() + 60_000 + 1500 });
  });

  it('[P3] is said to be done after all where nobody answered, but the value is there', async () => {
    const { page, live, time, text } = await shown();
    await page.type('Setpoint', '61');
    await page.write('Setpoint');
    expect(await page.tag('Setpoint')).toContain('Not done: A does not answer this browser.');
    live.say(changesLine({ tags: [{ ...setpoint, value: 61, at: time.now() + 10 }] }));
    await until(() => text().includes('61'));
    expect(await page.tag('Setpoint')).toMatch(/Done$/);
    expect(await page.typed('Setpoint')).toBe('');
  });

  for (const [what, status] of [
    ['done', 200],
    ['refused', 409],
  ] as const) {
    it(`[P3] and is ${what} when something else stands in the field leaves that as it was typed`, async () => {
      const { page, edge, time, text } = await shown();
      const problem = { type: 'about:blank', title: 'No', status, code: 'readOnly' };
      const body = status === 200 ? { written: true, replicated: true, at: 0 } : problem;
      edge.answer(path, () => ({ status, body }));
      const handle = edge.handle.bind(edge);
      spyOn(edge, 'handle').and.callFake((request) => timer(500, time).pipe(switchMap(() => handle(request))));
      await page.type('Setpoint', '61');
      await page.write('Setpoint');
      expect(text()).toContain('Sending …');
      await page.type('Setpoint', '62');
      time.pass(1000);
      expect(await page.typed('Setpoint')).toBe('62');
      expect(await page.tag('Setpoint')).not.toContain('one');
    });
  }

  it('[P3] stays not done where it was refused, or where the value was there before', async () => {
    const { page, live, edge, time, text } = await shown();
    await page.type('Setpoint', '61');
    await page.write('Setpoint');
    live.say(changesLine({ tags: [{ ...setpoint, value: 61, at: time.now() - 10 }] }));
    await until(() => text().includes('61'));
    expect(await page.tag('Setpoint')).toContain('Not done');
    edge.answer(path, () => ({
      status: 409,
      body: { type: 'about:blank', title: 'No', status: 409, code: 'readOnly' },
    }));
    await page.type('Setpoint', '62');
    await page.write('Setpoint');
    live.say(changesLine({ tags: [{ ...setpoint, value: 62, at: time.now() + 10 }] }));
    await until(() => text().includes('62'));
    expect(await page.tag('Setpoint')).toContain('Not done');
  });
});

async function shown({ clockAheadMs = 0 } = {}) {
  const opened = await openPage();
  opened.live.clock = () => opened.time.now() + clockAheadMs;
  opened.live.say(pageLine({ tags: [setpoint] }));
  await until(() => opened.text().includes('Setpoint'));
  return opened;
}
