import { firstValueFrom, switchMap, timer } from 'rxjs';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { keep } from '../../gateways/kept.ts';
import { pageLine, someTag, until } from '../live/fake-live.testing.ts';
import { nodesOf, openPage } from '../runtime-page.testing.ts';

const setpoint = someTag({ name: 'Setpoint', value: 50, writable: true });
const path = 'PUT /data/api/v1/runtime/tags/Setpoint';

describe('The switch of a page', () => {
  beforeEach(() => keep('nodes', null));
  afterEach(() => keep('nodes', null));

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

  it('[P2] is not made again for what led back here', async () => {
    const at = new FakeTime().now();
    const moves = [{ to: 'http://b:8089', epoch: '1.B', at }];
    const brought = { arrival: { from: 'A', to: 'B', reason: 'standby', at, moves }, userName: 'anna', drafts: {} };
    const { moves: moved, passing, open } = await shown({ brought });
    moved();
    await passing(30_000);
    expect(open).not.toHaveBeenCalled();
  });

  it('[P2] asks each node once a second, also when the pair was made anew', async () => {
    const { edge, beats, asked, passing } = await shown();
    beats.pairId = 'other pair';
    edge.answer('GET /data/api/v1/runtime/nodes', () => ({ body: nodesOf('other pair', beats.names) }));
    await passing(11_000);
    asked.length = 0;
    await passing(5000);
    expect(asked.length).toBe(10);
  });

  it('[P2] knows the other node from the last time, where its own one dies before it tells of it', async () => {
    keep('nodes', JSON.stringify(nodesOf('pair', { A: 'A', B: 'B' })));
    const { beats, passing, open } = await shown({ told: false });
    Object.assign(beats.states, { A: 'silent', B: 'Running' });
    await passing(4000);
    expect(open.calls.count()).toBe(1);
  });

  it('[P2] goes by what its node tells, when that comes, and not by what was told last', async () => {
    keep('nodes', JSON.stringify({ pairId: 'pair', nodes: nodesOf('pair', { A: 'A', B: 'B' }).nodes.reverse() }));
    const { edge, beats, moves, passing, open } = await shown({ told: false });
    await passing(3000);
    edge.answer('GET /data/api/v1/runtime/nodes', () => ({ body: nodesOf('pair', beats.names) }));
    await passing(11_000);
    moves();
    await passing(4000);
    expect(open.calls.count()).toBe(1);
  });

  it('[P2] ends with the page: who went to another one is not taken away', async () => {
    const { leave, moves, passing, open } = await shown();
    leave();
    moves();
    await passing(10_000);
    expect(open).not.toHaveBeenCalled();
  });
});

async function shown(options: Parameters<typeof openPage>[0] = {}) {
  const opened = await openPage(options);
  const { live, edge, beats, time, text } = opened;
  live.say(pageLine({ tags: [setpoint] }));
  await until(() => text().includes('Setpoint'));
  const passing = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) {
      time.pass(250);
      live.say(pageLine({ tags: [setpoint] }, { at: time.now() }));
      await firstValueFrom(timer(1));
    }
  };
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
  return { ...opened, moves, passUntil, passing, answersAfter };
}
