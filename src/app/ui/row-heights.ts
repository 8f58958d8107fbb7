/** Which rows of a long list are drawn, and how much room the others would take. */
export interface RowWindow {
  first: number;
  /** Behind the last one drawn. */
  end: number;
  abovePx: number;
  belowPx: number;
}

/** Where rows of different heights stand in a list of which only a part is drawn. Rows never drawn are estimated. */
export class RowHeights {
  readonly #estimatePx: number;
  readonly #measured = new Map<string, number>();
  #keys: readonly string[] = [];
  /** Where each row begins; one more: where the list ends. */
  #tops = new Float64Array(1);

  constructor(estimatePx: number) {
    this.#estimatePx = estimatePx;
  }

  get count(): number {
    return this.#keys.length;
  }

  setKeys(keys: readonly string[]): void {
    this.#keys = keys;
    this.#lay();
  }

  /** True when a height is another one than was thought. */
  measured(heights: Iterable<readonly [key: string, px: number]>): boolean {
    let changed = false;
    for (const [key, px] of heights) {
      if (px === 0 || Math.abs((this.#measured.get(key) ?? this.#estimatePx) - px) < 0.5) continue;
      this.#measured.set(key, px);
      changed = true;
    }
    if (changed) this.#lay();
    return changed;
  }

  /** The rows have another width now. */
  forget(): void {
    this.#measured.clear();
    this.#lay();
  }

  /** Where a row begins; `null`: it is not in the list. */
  topOf(key: string): number | null {
    const index = this.#keys.indexOf(key);
    return index === -1 ? null : (this.#tops[index] ?? null);
  }

  /** The row at this height, and how much of it lies above; `null`: there are no rows. */
  rowAt(px: number): { key: string; abovePx: number } | null {
    const index = this.#indexAt(px);
    const key = this.#keys[index];
    return key === undefined ? null : { key, abovePx: px - (this.#tops[index] ?? 0) };
  }

  /** What is seen from `scrollPx` on, and as much again on both sides. */
  windowAt(scrollPx: number, viewPx: number): RowWindow {
    const total = this.#tops[this.count] ?? 0;
    const first = this.#indexAt(scrollPx - viewPx);
    const end = Math.min(this.count, this.#indexAt(scrollPx + 2 * viewPx) + 1);
    return { first, end, abovePx: this.#tops[first] ?? 0, belowPx: total - (this.#tops[end] ?? total) };
  }

  #indexAt(px: number): number {
    let [low, high] = [0, Math.max(0, this.count - 1)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#tops[middle] ?? 0) <= px) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #lay(): void {
    const tops = new Float64Array(this.#keys.length + 1);
    let top = 0;
    this.#keys.forEach((key, index) => {
      tops[index] = top;
      top += this.#measured.get(key) ?? this.#estimatePx;
    });
    tops[this.#keys.length] = top;
    this.#tops = tops;
  }
}
