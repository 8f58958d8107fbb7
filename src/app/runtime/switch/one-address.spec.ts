import { pageLine, someTag, until } from '../live/fake-live.testing.ts';
import { openPage } from '../runtime-page.testing.ts';

describe('A page behind one address for both nodes, from where neither is heard', () => {
  it('[P2] asks again while a standby is at the other end, and goes on with the node that works', async () => {
    const { live, time, beats, text, open } = await openPage();
    beats.states = { A: 'silent', B: 'silent' };
    const tags = [someTag({ name: 'Setpoint', writable: true })];
    live.say(pageLine({ tags }, { running: false }));
    await until(() => text().includes('A stands by'));
    const asked = live.asked.length;
    time.pass(2500);
    await until(() => live.asked.length > asked);
    live.say(pageLine({ tags }, { nodeId: 'B', nodeName: 'B' }));
    await until(() => text().includes('B took over from A'));
    const askedOf = live.asked.length;
    time.pass(2500);
    expect(live.asked.length).toBe(askedOf);
    expect(open).not.toHaveBeenCalled();
  });
});
