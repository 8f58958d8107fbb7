interface Entry {
  at: number;
  order: number;
  run: () => void;
}

/** What happens when, in virtual time; what is due at the same time happens in the order it was asked for. */
export class EventQueue {
  now = 0;
  private heap: Entry[] = [];
  private order = 0;

  at(time: number, run: () => void): void {
    const entry = { at: Math.max(time, this.now), order: this.order++, run };
    let child = this.heap.push(entry) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfBelow(child, parent)) break;
      child = parent;
    }
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.now + delayMs, run);
  }

  /** Runs the next event; false if there is none before `end`. */
  runNext(end: number): boolean {
    const [first] = this.heap;
    if (first === undefined || first.at > end) return false;
    this.removeFirst();
    this.now = first.at;
    first.run();
    return true;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const child = this.isBelow(left + 1, left) ? left + 1 : left;
      if (!this.swapIfBelow(child, parent)) return;
      parent = child;
    }
  }

  private isBelow(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  }

  private swapIfBelow(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    if (a === undefined || b === undefined || !this.isBelow(one, other)) return false;
    this.heap[one] = b;
    this.heap[other] = a;
    return true;
  }
}
