import type { LinkFrame } from '#contract/link-frames';
import { Choices } from './choices.ts';

const quiet = () => undefined;
const done = { ok: true, value: { target: 'A', backupId: '20260101-000000', held: false } } as const;

describe('A choice between two histories', () => {
  let bytes: number;
  let replacing: boolean;
  let asked: Extract<LinkFrame, { type: 'choice' }>[];
  let choices: Choices;

  beforeEach(() => {
    jasmine.clock().install();
    [bytes, asked, replacing] = [0, [], false];
    choices = new Choices({
      role: () => 'Backup',
      isLinked: () => true,
      isDiverged: () => true,
      isReplacing: () => replacing,
      keep: () => Promise.resolve(''),
      takeAll: () => Promise.resolve(true),
      isHolding: () => false,
      nodeName: () => 'B',
      peerName: () => 'A',
      send: (frame) => frame.type === 'choice' && asked.push(frame),
      movement: { moved: () => bytes, patienceMs: () => 60_000 },
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
  });
  afterEach(() => jasmine.clock().uninstall());

  it('[G3] that the other node carries out is waited for as long as it moves', async () => {
    const result = choices.choose('restoreMaster', 'anna');
    for (let minute = 0; minute < 10; minute += 1) {
      bytes += 1;
      jasmine.clock().tick(59_000);
    }
    choices.take({ type: 'chosen', id: asked[0]!.id, result: done });
    expect(await result).toEqual(done);
  });

  it('[G3] is answered as not done in time when nothing moves any more', async () => {
    const result = choices.choose('restoreMaster', 'anna');
    jasmine.clock().tick(30_000);
    bytes = 7;
    jasmine.clock().tick(61_000);
    expect(await result).toEqual({ ok: false, refusals: ['notInTime'] });
  });

  it('[G3] is refused, and said to be, while one that was made on the other node is carried out', async () => {
    replacing = true;
    expect(choices.refusals()).toEqual(['busy']);
    expect(await choices.choose('restoreMaster', 'anna')).toEqual({ ok: false, refusals: ['busy'] });
    expect(asked).toEqual([]);
  });

  it('[G3] is answered at once when the link is lost', async () => {
    const result = choices.choose('restoreMaster', 'anna');
    choices.unlinked();
    expect(await result).toEqual({ ok: false, refusals: ['peerNotConnected'] });
  });
});
