import { firstValueFrom, timer } from 'rxjs';
import { pageLine, someTag, until } from '../live/fake-live.testing.ts';
import { openPage } from '../runtime-page.testing.ts';

describe('An operator who types while the page is to move', () => {
  const note = someTag({ name: 'Note', value: '', dataType: 'text', writable: true });

  it('[P3] is waited for until a pause, so that nothing is lost within a word', async () => {
    const { page, time, open, key } = await typing();
    for (let at = 0; at < 20; at += 1) {
      await time.passing(250);
      key();
    }
    expect(open).not.toHaveBeenCalled();
    await until(() => {
      time.pass(250);
      return open.calls.count() > 0;
    });
    expect(await page.typed('Note')).toBe('pump 2');
  });

  it('[P3] is not waited for for ever', async () => {
    const { time, open, key } = await typing();
    for (let at = 0; at < 80 && open.calls.count() === 0; at += 1) {
      await time.passing(250);
      key();
    }
    expect(open.calls.count()).toBe(1);
  });

  async function typing() {
    const opened = await openPage();
    const { page, live, beats, text, time } = opened;
    live.say(pageLine({ tags: [note] }));
    await until(() => text().includes('Note'));
    await page.type('Note', 'pump 2');
    beats.states['A'] = 'silent';
    beats.states['B'] = 'Running';
    const passing = async (ms: number) => {
      time.pass(ms);
      await firstValueFrom(timer(0));
    };
    const key = () => document.dispatchEvent(new Event('input'));
    return { ...opened, time: { pass: (ms: number) => time.pass(ms), passing }, key };
  }
});
