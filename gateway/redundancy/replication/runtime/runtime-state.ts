import type { ProviderId } from '#contract/providers';
import type { AnsweredWrite } from '#contract/runtime-frames';
import { AnsweredJournal } from './answered-journal.ts';
import type { RuntimeMap } from './runtime-map.ts';

/** All that follows the active node, for as long as the process lives, whatever its role is. */
export class RuntimeState {
  readonly maps: readonly RuntimeMap<unknown>[];
  readonly journal = new AnsweredJournal();

  constructor(maps: readonly RuntimeMap<unknown>[]) {
    this.maps = maps;
  }

  map(id: ProviderId): RuntimeMap<unknown> | null {
    return this.maps.find((map) => map.id === id) ?? null;
  }

  /** An operator's write was set just now, and is going to be answered as done. */
  answered(write: AnsweredWrite): void {
    const map = this.map(write.map);
    if (map !== null) this.journal.add(write, map.position.sequence);
  }

  get isWritable(): boolean {
    return this.maps.every(({ writable }) => writable);
  }

  /** A node that is not Active writes nothing. */
  freeze(): void {
    for (const map of this.maps) map.writable = false;
  }
}
