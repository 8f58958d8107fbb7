import type { SuspensionWord } from '#contract/activity-frames';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { TwoSlotFile } from '../../config/disk/two-slot-file.ts';
import { epochOf, snapshot, StoryNode } from './activity.testing.ts';
import type { EpochRecord } from './activity-types.ts';
import { takeBackIs } from './decide.ts';
import { epochRecord } from './epoch-file.ts';

const active = { level: 'Active', own: epochOf(50), highest: epochOf(50) } as const;

describe('Automatic take-back that was suspended after flapping', () => {
  const path = useTemporaryDirectory();

  it('[G6] stays so when both nodes start again, until a person resumes it', () => {
    const file = onDisk(path('epochs'));
    const word = flapping().state.record.suspension;
    expect(word?.on).toBeTrue();
    file.write({ ...longest, suspension: word });
    const node = new StoryNode({ takeBackHoldMs: 0 }, again(file).read()!).link({ ...active, suspension: null });
    expect(node.pass(5000, { echoing: true }).said).toBe('');
    expect(takeBackOf(node)).toBe('suspended');
    expect(node.give({ type: 'resumeTakeBack' }).said).toBe('resumeTakeBack ask');
    expect(new StoryNode({}, node.state.record).state.suspension?.on).toBeFalse();
  });

  it('[G6] is known to the other node, which keeps it too', () => {
    const word = flapping().state.suspension;
    const other = new StoryNode({ takeBackHoldMs: 0 }).link({ ...active, suspended: true, suspension: word });
    expect(other.state.record.suspension).toEqual(word);
    expect(takeBackOf(other.give({ type: 'linkDown', because: 'closed' }))).toBe('suspended');
  });

  it('[S4] is resumed on a node that is alone, for the other one as well when it is back', () => {
    const alone = flapping().give({ type: 'linkDown', because: 'closed' });
    const before = alone.state.suspension;
    const resumed = alone.give({ type: 'resumeTakeBack' }).state.suspension;
    const other = new StoryNode({ takeBackHoldMs: 0 }, { ...longest, suspension: before });
    expect(takeBackOf(other)).toBe('suspended');
    other.link({ ...active, suspension: resumed });
    expect(takeBackOf(other)).toBe('automatic');
    expect(other.state.record.suspension).toEqual(resumed);
    const said = other.hear({ type: 'status', snapshot: snapshot({ ...active, suspended: true, suspension: before }) });
    expect(takeBackOf(said)).toBe('automatic');
  });

  it('[S4] is not suspended again by one more changeover after a person resumed it at the other node', () => {
    const node = flapping();
    const { number } = node.state.suspension!.stamp;
    node.link({ ...active, suspension: { stamp: epochOf(number + 1), on: false } });
    node.hear({ type: 'stop' }).give({ type: 'linkDown', because: 'closed' }).pass(12_000);
    expect(node.state.level).toBe('Active');
    expect(node.state.suspension?.on).toBeFalse();
  });

  it('[G6] is kept on a disk that was full as soon as there is room', () => {
    const node = new StoryNode().knowing({ diskWritable: false }).link({ ...active, suspension: word(7) });
    expect([node.state.suspension?.on, node.state.record.suspension]).toEqual([true, null]);
    node.give({ type: 'facts', facts: { diskWritable: true } });
    expect(node.state.record.suspension).toEqual(node.state.suspension);
  });

  it('[G6] is, for a node of an older version, what that says for as long as it is there', () => {
    const node = new StoryNode({ takeBackHoldMs: 0 }).link({ ...active, suspended: true });
    expect(takeBackOf(node)).toBe('suspended');
    expect(takeBackOf(node.give({ type: 'linkDown', because: 'closed' }))).toBe('automatic');
  });

  it('[G1] is forgotten by a gateway that has no partner any more', () => {
    const node = new StoryNode({ role: 'Independent' }, { ...longest, suspension: word(7) }).pass(1000);
    expect(node.state.record.suspension).toBeNull();
  });
});

const uuid = '01234567-89ab-cdef-0123-456789abcdef';
const most = epochOf(Number.MAX_SAFE_INTEGER - 1000, uuid);
const slowest = { pingRateMs: 60_000, pingMaxMissed: 1000 };
/** As much as a slot must hold. */
const longest: EpochRecord = {
  ...{ highest: most, own: epochOf(1, uuid), released: epochOf(1, uuid), suspension: null },
  timing: { current: slowest, previous: slowest },
};

const word = (number: number): SuspensionWord => ({ stamp: epochOf(number, uuid), on: true });

function takeBackOf({ state, settings, now }: StoryNode) {
  return takeBackIs({ state, settings, now, effects: [] });
}

/** A Backup that takes over and gives way, three times in a minute. */
function flapping(): StoryNode {
  const node = new StoryNode({ role: 'Backup' });
  for (let times = 0; times < 3; times += 1) {
    node.link(active).hear({ type: 'stop' }).give({ type: 'linkDown', because: 'closed' }).pass(12_000);
  }
  return node;
}

function onDisk(path: string): TwoSlotFile<EpochRecord> {
  const file = new TwoSlotFile(path, epochRecord);
  file.open();
  opened.set(file, path);
  return file;
}

const opened = new Map<TwoSlotFile<EpochRecord>, string>();

/** As after a restart. */
function again(file: TwoSlotFile<EpochRecord>): TwoSlotFile<EpochRecord> {
  file.close();
  return onDisk(opened.get(file) ?? '');
}
