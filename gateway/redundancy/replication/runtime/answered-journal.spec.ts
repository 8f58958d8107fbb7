import type { AnsweredWrite } from '#contract/runtime-frames';
import { AnsweredJournal } from './answered-journal.ts';

describe('The journal of answered writes', () => {
  const write = (key: string, value: string): AnsweredWrite => ({ map: 'tag-values', key, value, who: 'olga', at: 1 });
  const filled = (count: number, value: string) => {
    const journal = new AnsweredJournal();
    for (let at = 1; at <= count; at += 1) journal.add(write(`T${at}`, value), at);
    return journal;
  };
  const keys = (journal: AnsweredJournal) => journal.entries.map(({ key }) => key);

  it('[G5] keeps the newest writes, and not more text than some MB, however long each of them is', () => {
    const journal = filled(2000, 'x'.repeat(10_000));
    expect(journal.entries.length).toBeGreaterThan(700);
    expect(JSON.stringify(journal.entries).length).toBeLessThan(8_300_000);
    expect(keys(journal).at(-1)).toBe('T2000');
    const restored = new AnsweredJournal();
    restored.restore(filled(700, 'x'.repeat(10_000)).entries.flatMap((entry) => [entry, entry]));
    expect(JSON.stringify(restored.entries).length).toBeLessThan(8_300_000);
  });

  it('[G5] keeps a limited number of short ones', () => {
    const journal = filled(6000, 'on');
    expect(journal.entries.length).toBe(5000);
    expect(keys(journal)[0]).toBe('T1001');
  });

  it('[G5] has room again for what was written since the other node took the rest', () => {
    const journal = filled(2000, 'x'.repeat(10_000));
    journal.held('tag-values', 2000);
    for (let at = 1; at <= 350; at += 1) journal.add(write(`Later ${at}`, 'x'.repeat(10_000)), 2000 + at);
    expect(journal.entries.length).toBe(350);
    expect(journal.lost('tag-values', () => null).length).toBe(350);
    expect(journal.entries).toEqual([]);
  });
});
