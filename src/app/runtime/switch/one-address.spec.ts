import { firstValueFrom, timer } from 'rxjs';
import type { LiveLine } from '#contract/runtime-live';
import { changesLine, pageLine, someTag, until } from '../live/fake-live.testing.ts';
import { nodesOf, openPage } from '../runtime-page.testing.ts';

const path = 'GET /data/api/v1/runtime/nodes';

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

describe('A page behind one address for both nodes, of which each tells no address of its own', () => {
  it('[P2] keeps the connection to the node that works, though that took over and gave back within seconds', async () => {
    const { live, edge, time, beats, text } = await openPage();
    const shared = { destination: 'http://a:8088' };
    const { pairId, nodes } = nodesOf('pair', beats.names);
    const [a, b] = nodes.map((node) => ({ ...node, ...shared }));
    edge.answer(path, () => ({ body: { pairId, nodes: [{ ...a, probeAddresses: [] }, b] } }));
    const pass = async (says: () => LiveLine, done: () => boolean) => {
      for (let quarters = 0; quarters < 100 && !done(); quarters += 1) {
        time.pass(250);
        live.say(says());
        await firstValueFrom(timer(2));
      }
      if (!done()) throw new Error(`It never came: ${done.toString()}`);
    };
    const byA = () => pageLine({}, { at: time.now() });
    const byB = () => changesLine({}, 'B', time.now());
    const listed = () => edge.requests.filter(({ line }) => line.startsWith(path)).length;
    const listedBefore = listed();
    await pass(byA, () => listed() > listedBefore);
    beats.states = { A: 'silent', B: 'Running' };
    const askedOf = live.asked.length;
    await pass(byA, () => live.asked.length > askedOf);
    await pass(byB, () => text().includes('B took over from A'));
    beats.states = { A: 'silent', B: 'Standby' };
    await pass(byA, () => text().includes('A took over from B'));
    const asked = live.asked.length;
    const since = time.now();
    await pass(byA, () => time.now() - since > 6000);
    expect(live.asked.length).toBe(asked);
  });
});

describe('The line at the bottom of a page whose node stands by', () => {
  it('[P2] says that the other node is not reached, and not that both are not', async () => {
    const { live, time, beats, page, text } = await openPage();
    beats.states = { A: 'Standby', B: 'silent' };
    const says = () => pageLine({}, { running: false, at: time.now() });
    await until(() => {
      time.pass(250);
      live.say(says());
      return text().includes('is not reached');
    });
    expect(await page.strip()).toContain('A stands by: nothing can be switched here. B is not reached.');
  });
});
