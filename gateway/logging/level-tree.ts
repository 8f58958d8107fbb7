import type { LogLevel, Logger as LoggerEntry } from '#contract/logs';

/** The parent of all; without a level of its own, as all are, it is at INFO. */
export const rootName = 'ROOT';
const rootLevel: LogLevel = 'INFO';

export interface SetLevel {
  name: string;
  level: LogLevel;
  /** Epoch ms; `null`: until changed. */
  untilAt: number | null;
}

/** A level that is in force: when it ends is measured by a clock that nobody sets. */
export interface TimedLevel extends SetLevel {
  /** ms of a clock that never goes back; `null`: until changed. */
  endMs: number | null;
}

/** Which level is in force for which dotted name: its own, else that of the nearest parent. */
export class LevelTree {
  #set = new Map<string, TimedLevel>();

  levels(): TimedLevel[] {
    return [...this.#set.values()];
  }

  replace(levels: readonly TimedLevel[]): void {
    this.#set = new Map(levels.map((entry) => [entry.name, entry]));
  }

  levelOf(name: string): LogLevel {
    const own = this.#set.get(name);
    if (own !== undefined) return own.level;
    const parent = parentOf(name);
    return parent === null ? rootLevel : this.levelOf(parent);
  }

  /** Takes out what has run out, and returns it. */
  expire(nowMs: number): TimedLevel[] {
    const ended = this.levels().filter(({ endMs }) => endMs !== null && endMs <= nowMs);
    ended.forEach(({ name }) => this.#set.delete(name));
    return ended;
  }

  /** When the next level runs out, by the same clock; `null`: none does. */
  nextEndMs(): number | null {
    const ends = this.levels().flatMap(({ endMs }) => (endMs === null ? [] : [endMs]));
    return ends.length === 0 ? null : Math.min(...ends);
  }

  /** The names, their parents, and what has a level of its own, in order. */
  list(names: Iterable<string>): LoggerEntry[] {
    const all = new Set([rootName, ...this.#set.keys()]);
    for (const name of names) {
      for (let at: string | null = name; at !== null; at = parentOf(at)) all.add(at);
    }
    return [...all].sort(rootFirst).map((name) => ({
      name,
      level: this.levelOf(name),
      ownLevel: this.#set.get(name)?.level ?? null,
      untilAt: this.#set.get(name)?.untilAt ?? null,
    }));
  }
}

function parentOf(name: string): string | null {
  if (name === rootName) return null;
  const dot = name.lastIndexOf('.');
  return dot === -1 ? rootName : name.slice(0, dot);
}

function rootFirst(a: string, b: string): number {
  if (a === rootName || b === rootName) return a === b ? 0 : a === rootName ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
