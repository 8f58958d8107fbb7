import { BulkWindow } from './bulk-window.ts';

describe('What is under way on the link', () => {
  let now = 0;
  const budgetMs = 10_000;
  const open = () => new BulkWindow({ elapsed: () => now, budgetMs: () => budgetMs });
  const send = (window: BulkWindow, bytes: number, tookMs: number) => {
    window.sent('part', bytes);
    now += tookMs;
    window.freed('part');
  };

  beforeEach(() => (now = 0));

  it('[G6] is what a slow link drains in a tenth of the budget', () => {
    const window = open();
    for (let times = 0; times < 20; times += 1) send(window, 50_000, 1000);
    expect(window.room).toBeGreaterThan(45_000);
    expect(window.room).toBeLessThan(55_000);
  });

  it('[G6] grows on a fast link, to a bound', () => {
    const window = open();
    for (let times = 0; times < 20; times += 1) send(window, 500_000, 1);
    expect(window.room).toBe(4_000_000);
  });

  it('[G6] leaves no room beyond it until something is acknowledged, and then for all that was sent before', () => {
    const window = open();
    for (const key of ['a', 'b', 'c']) window.sent(key, 100_000);
    expect(window.room).toBe(0);
    expect(window.freed('b')).toBeTrue();
    expect(window.freed('a')).toBeFalse();
    expect(window.room).toBe(4_000_000 - 100_000);
    expect(window.isEmpty).toBeFalse();
  });

  it('[G6] is counted anew on a new link', () => {
    const window = open();
    for (let times = 0; times < 20; times += 1) send(window, 500_000, 1);
    window.sent('lost', 100);
    window.clear();
    expect(window.isEmpty).toBeTrue();
    expect(window.room).toBe(256_000);
  });
});
