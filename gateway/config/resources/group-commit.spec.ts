import { setImmediate as turn } from 'node:timers/promises';
import { GroupCommit } from './group-commit.ts';

const writers = 16;

function groupCommit(take: (items: readonly number[]) => void, elsewhere: () => number | null) {
  const commit = (items: readonly number[]) => {
    take(items);
    return items.map((value) => ({ ok: true as const, value }));
  };
  return new GroupCommit<number, number>(commit, elsewhere);
}

/** Each writer asks again as soon as it is answered; the other node writes one group after the other. Their sizes. */
async function groupsOf(rounds: number, isReplicated: boolean): Promise<number[]> {
  const sizes: number[] = [];
  let underWay = 0;
  let written = Promise.resolve();
  const writeElsewhere = async (count: number) => {
    for (let step = 0; step < 3; step++) await turn();
    underWay -= count;
  };
  const commit = groupCommit(
    (items) => {
      sizes.push(items.length);
      underWay += items.length;
      if (isReplicated) written = written.then(() => writeElsewhere(items.length));
    },
    () => (isReplicated ? underWay : null),
  );
  const write = async (writer: number) => {
    for (let round = 0; round < rounds; round++) {
      expect(await commit.add(writer)).toBe(writer);
      await written;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return sizes;
}

describe('What is committed together', () => {
  it('is half of what many ask for who wait for the other node, so that both nodes write at once', async () => {
    expect(await groupsOf(10, true)).toEqual(Array.from({ length: 20 }, () => writers / 2));
  });

  it('is all that was asked for where nobody waits for another node', async () => {
    expect(await groupsOf(10, false)).toEqual(Array.from({ length: 10 }, () => writers));
  });

  it('is all that waits, when nothing may be left to a later turn', async () => {
    const sizes: number[] = [];
    const commit = groupCommit(
      (items) => sizes.push(items.length),
      () => 0,
    );
    const written = Promise.all([1, 2, 3].map((item) => commit.add(item)));
    commit.flush();
    expect(sizes).toEqual([3]);
    expect(await written).toEqual([1, 2, 3]);
  });

  it('waits while it is paused, and goes on in the order in which it was asked for', async () => {
    const order: number[] = [];
    const commit = groupCommit(
      (items) => order.push(...items),
      () => null,
    );
    commit.pause();
    const written = Promise.all([1, 2, 3].map((item) => commit.add(item)));
    await turn();
    expect(order).toEqual([]);
    commit.resume();
    expect(await written).toEqual([1, 2, 3]);
    expect(order).toEqual([1, 2, 3]);
  });
});
