import type { LiveLine, LivePage } from '#contract/runtime-live';
import type { RuntimeAlarm } from '#contract/runtime-alarms';
import type { RuntimeTag } from '#contract/runtime-tags';

export interface FeedParts {
  /** `null`: there is no such page. */
  page: () => LivePage | null;
  /** Changes with every write of the tag. */
  markOfTag: (name: string) => unknown;
  markOfAlarm: (name: string) => unknown;
  /** `null`: there is none any more, and the page will be rebuilt. */
  tag: (name: string) => RuntimeTag | null;
  alarm: (name: string) => RuntimeAlarm | null;
  said: () => { running: boolean; nodeId: string; nodeName: string; at: number };
}

type Listener = (line: string) => void;

const lookMs = 200;
const aliveMs = 1000;

/** What all who look at one page are told: one look at the plant and one text for all of them. */
export class PageFeed {
  readonly #parts: FeedParts;
  readonly #listeners = new Set<Listener>();
  readonly #marks = new Map<string, unknown>();
  #page: LivePage | null = null;
  #running = false;
  #toldAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  get isIdle(): boolean {
    return this.#listeners.size === 0;
  }

  /** Tells the whole page at once, and then what changes. Returns what ends that. */
  follow(listener: Listener): () => void {
    if (this.isIdle) this.#begin();
    else this.#look();
    listener(this.#whole());
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.isIdle) this.#end();
    };
  }

  /** The configuration was changed. */
  rebuild(): void {
    if (this.isIdle) return;
    this.#read();
    this.#tell(this.#whole());
  }

  #begin(): void {
    this.#read();
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  #end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #read(): void {
    this.#page = this.#parts.page();
    this.#marks.clear();
    this.#changedTags();
    this.#changedAlarms();
  }

  #look(): void {
    const tags = this.#changedTags().flatMap((name) => this.#parts.tag(name) ?? []);
    const alarms = this.#changedAlarms().flatMap((name) => this.#parts.alarm(name) ?? []);
    const said = this.#parts.said();
    const isDue = Math.abs(said.at - this.#toldAt) >= aliveMs || said.running !== this.#running;
    if (tags.length + alarms.length > 0 || isDue) this.#tell(this.#text({ type: 'changes', tags, alarms, ...said }));
  }

  #changedTags(): string[] {
    const names = this.#page?.tags.map(({ name }) => name) ?? [];
    return names.filter((name) => this.#isNew(`tag ${name}`, this.#parts.markOfTag(name)));
  }

  #changedAlarms(): string[] {
    const names = this.#page?.alarms.map(({ name }) => name) ?? [];
    return names.filter((name) => this.#isNew(`alarm ${name}`, this.#parts.markOfAlarm(name)));
  }

  #isNew(key: string, mark: unknown): boolean {
    if (this.#marks.get(key) === mark) return false;
    this.#marks.set(key, mark);
    return true;
  }

  #whole(): string {
    const said = this.#parts.said();
    const page = this.#parts.page();
    return this.#text(page === null ? { type: 'gone', ...said } : { type: 'page', page, ...said });
  }

  #text(line: LiveLine): string {
    this.#running = line.running;
    return `${JSON.stringify(line)}\n`;
  }

  #tell(text: string): void {
    this.#toldAt = this.#parts.said().at;
    for (const listener of this.#listeners) listener(text);
  }
}
