import { RowHeights } from './row-heights.ts';

const keys = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `k${from + at}`);

describe('A long list of which a part is drawn', () => {
  it('draws what is seen and as much on both sides, however long it is', () => {
    const heights = new RowHeights(20);
    heights.setKeys(keys(10_000));
    expect(heights.windowAt(0, 200)).toEqual({ first: 0, end: 21, abovePx: 0, belowPx: 10_000 * 20 - 420 });
    const { first, end, abovePx, belowPx } = heights.windowAt(100_000, 200);
    expect([first, end]).toEqual([4990, 5021]);
    expect(abovePx + (end - first) * 20 + belowPx).toBe(200_000);
    expect(heights.windowAt(1_000_000, 200).end).toBe(10_000);
  });

  it('puts rows where their measured heights have them', () => {
    const heights = new RowHeights(20);
    heights.setKeys(keys(5));
    expect(heights.measured([['k1', 50]])).toBeTrue();
    expect(heights.measured([['k1', 50]])).toBeFalse();
    expect(heights.topOf('k2')).toBe(70);
    expect(heights.rowAt(65)).toEqual({ key: 'k1', abovePx: 45 });
    heights.forget();
    expect(heights.topOf('k2')).toBe(40);
  });

  it('finds a row again after others were put before it', () => {
    const heights = new RowHeights(20);
    heights.setKeys(keys(5, 3));
    const before = heights.rowAt(30);
    heights.setKeys(keys(8));
    expect(heights.topOf(before!.key)! + before!.abovePx).toBe(90);
    expect(heights.topOf('gone')).toBeNull();
  });

  it('is empty without rows', () => {
    const heights = new RowHeights(20);
    expect(heights.windowAt(0, 200)).toEqual({ first: 0, end: 0, abovePx: 0, belowPx: 0 });
    expect(heights.rowAt(0)).toBeNull();
  });
});
