import { switchMap, timer } from 'rxjs';
import { pageLine, someTag, until } from '../live/fake-live.testing.ts';
import { nodesOf, openPage } from '../runtime-page.testing.ts';

const setpoint = someTag({ name: 'Setpoint', value: 50, writable: true });
const path = 'PUT /data/api/v1/runtime/tags/Setpoint';

describe('The switch of a page', () => {
  it('[P3] waits a moment for the answer to what was just sent', async () => {
    const { page, answersAfter, moves, passUntil, open } = await shown();
    answersAfter(1500);
    await page.type('Setpoint', '61');
    await page.write('Setpoint');
    moves();
    await passUntil(() => open.calls.count() > 0);
    expect(decodeURIComponent((open.calls.first().args as [string])[0])).toContain('"drafts":{}');
  });

  it('[P3] waits for no answer for ever', async () => {
    const { page, answersAfter, moves, passUntil, open } = await shown();
    answersAfter(3900);
    await page.type('Setpoint', '61');
    await page.write('Setpoint');
    const since = moves();
    await passUntil(() => open.calls.count() > 0);
    expect(since()).toBeLessThan(3000);
    expect(decodeURIComponent((open.calls.first().args as [string])[0])).toContain('"state":"sent"');
  });

  it('[P2] follows to an address that the other node has only now', async () => {
    const { edge, beats, moves, passUntil, open } = await shown();
    const { pairId, nodes } = nodesOf('pair', beats.names);
    const moved = { probeAddresses: ['http://b:9999'], destination: 'http://b:9999' };
    const nodesPath = 'GET /data/api/v1/runtime/nodes';
    edge.answer(nodesPath, () => ({ body: { pairId, nodes: [nodes[0], { ...nodes[1], ...moved }] } }));
    const listed = () => edge.requests.filter(({ line }) => line === nodesPath).length;
    const before = listed();
    await passUntil(() => listed() > before);
    moves();
    await passUntil(() => open.calls.count() > 0);
    expect((open.calls.first().args as [string])[0]).toMatch(/^http:\/\/b:9999\/runtime\/works\/tank/);
  });

  it('[P2] ends with the page: who went to another one is not taken away', async () => {
    const { leave, moves, time, open } = await shown();
    leave();
    moves();
    for (let quarters = 0; quarters < 40; quarters += 1) {
      time.pass(250);
      await Promise.resolve();
    }
    expect(open).not.toHaveBeenCalled();
  });
});

async function shown() {
  const opened = await openPage();
  const { live, edge, beats, time, text } = opened;
  live.say(pageLine({ tags: [setpoint] }));
  await until(() => text().includes('Setpoint'));
  const answersAfter = (ms: number) => {
    edge.answer(path, () => ({ body: { written: true, replicated: true, at: 0 } }));
    const handle = edge.handle.bind(edge);
    spyOn(edge, 'handle').and.callFake((request) =>
      timer(request.method === 'PUT' ? ms : 0, time).pipe(switchMap(() => handle(request))),
    );
  };
  /** The work goes to the other node. Gives the time since then, ms. */
  const moves = () => {
    beats.states = { A: 'Standby', B: 'Running' };
    const at = time.now();
    return () => time.now() - at;
  };
  const passUntil = (what: () => boolean) =>
    until(() => {
      time.pass(100);
      return what();
    });
  return { ...opened, moves, passUntil, answersAfter };
}
