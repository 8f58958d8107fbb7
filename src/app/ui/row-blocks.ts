import { computed, linkedSignal, type Signal } from '@angular/core';

/** How many rows come and go together. */
const blockRows = 25;
/** So far beyond what is in view, px, rows are drawn. */
const aheadPx = 500;
/** What a row is taken for that was never drawn, px. */
const guessedRowPx = 26;

export interface RowBlock {
  index: number;
  /** The first row of it, and the one after its last. */
  from: number;
  to: number;
}

/**
 * Which rows of a long list are drawn: those in view, and some around them. Rows may differ in height. What is above
 * keeps the height that it had when it was drawn, so nothing moves under a reader. Blocks carry `data-block`.
 */
export class RowBlocks {
  readonly drawn: Signal<readonly RowBlock[]>;
  /** Heights of what is not drawn, px. */
  readonly above: Signal<number>;
  readonly below: Signal<number>;
  private readonly heights = new Map<number, number>();
  private readonly range = linkedSignal<boolean, { from: number; to: number }>({
    source: () => this.count() === 0,
    computation: () => ({ from: 0, to: 3 }),
  });

  constructor(private readonly count: Signal<number>) {
    const blocks = computed(() => Math.ceil(count() / blockRows));
    const shown = computed(() => {
      const { from, to } = this.range();
      return { from: Math.min(from, Math.max(0, blocks() - 1)), to: Math.min(to, blocks()) };
    });
    this.drawn = computed(() => {
      const { from, to } = shown();
      return Array.from({ length: to - from }, (_, at) => this.block(from + at));
    });
    this.above = computed(() => this.heightOf(0, shown().from));
    this.below = computed(() => this.heightOf(shown().to, blocks()));
  }

  /** To be told whenever the list was scrolled, or has another size. */
  look(region: HTMLElement): void {
    for (const element of region.querySelectorAll<HTMLElement>('[data-block]')) {
      this.heights.set(Number(element.dataset['block']), element.offsetHeight);
    }
    const { scrollTop, clientHeight } = region;
    const [from, to] = [this.blockAt(scrollTop - aheadPx), this.blockAt(scrollTop + clientHeight + aheadPx) + 1];
    const now = this.range();
    if (now.from !== from || now.to !== to) this.range.set({ from, to });
  }

  private block(index: number): RowBlock {
    return { index, from: index * blockRows, to: Math.min((index + 1) * blockRows, this.count()) };
  }

  private blockAt(px: number): number {
    const last = Math.max(0, Math.ceil(this.count() / blockRows) - 1);
    let [index, bottom] = [0, this.heightOf(0, 1)];
    while (bottom <= px && index < last) {
      index += 1;
      bottom += this.heightOf(index, index + 1);
    }
    return index;
  }

  private heightOf(from: number, to: number): number {
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const { from: first, to: end } = this.block(index);
      sum += this.heights.get(index) ?? (end - first) * guessedRowPx;
    }
    return sum;
  }
}
