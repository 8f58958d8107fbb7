import type { LivePage } from '#contract/runtime-live';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import { GatewayError } from '../../errors.ts';
import type { RuntimeMap } from '../../redundancy/replication/runtime/runtime-map.ts';
import type { Plant } from '../plant.ts';
import { PageFeed } from './page-feed.ts';

export interface LiveParts {
  plant: Plant;
  configuration: ConfigStore;
  tags: Pick<RuntimeMap<unknown>, 'get'>;
  alarms: Pick<RuntimeMap<unknown>, 'get'>;
  nodeId: () => string;
  nodeName: () => string;
  isRunning: () => boolean;
  /** Epoch ms. */
  now: () => number;
}

const shown = new Set(['project', 'tag', 'alarm']);

/** Pages of projects, for those who look at them: all who look at the same one share a feed. */
export class LivePages {
  readonly #parts: LiveParts;
  readonly #feeds = new Map<string, PageFeed>();
  #endConfigWatch: () => void = () => undefined;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#endConfigWatch = this.#parts.configuration.onChange((_before, rows) => {
      if (rows !== null && !rows.some(({ type }) => shown.has(type))) return;
      this.rebuild();
    });
  }

  stop(): void {
    this.#endConfigWatch();
  }

  /** Everything may be another one now: whoever looks at a page sees it anew. */
  rebuild(): void {
    for (const feed of this.#feeds.values()) feed.rebuild();
  }

  /** Lines as text, the whole page first. Throws `notFound`. Returns what ends it. */
  follow(project: string, page: string, listener: (line: string) => void): () => void {
    this.#parts.plant.page(project, page);
    const key = `${project} ${page}`;
    const feed = this.#feeds.get(key) ?? this.#makeFeed(project, page);
    this.#feeds.set(key, feed);
    const end = feed.follow(listener);
    return () => {
      end();
      if (feed.isIdle && this.#feeds.get(key) === feed) this.#feeds.delete(key);
    };
  }

  #makeFeed(project: string, page: string): PageFeed {
    const { plant, tags, alarms, nodeId, nodeName, isRunning, now } = this.#parts;
    return new PageFeed({
      page: () => this.#pageOf(project, page),
      markOfTag: (name) => tags.get(name),
      markOfAlarm: (name) => alarms.get(name),
      tag: (name) => orNotFound(() => plant.tag(name)),
      alarm: (name) => orNotFound(() => plant.alarm(name)),
      said: () => ({ running: isRunning(), nodeId: nodeId(), nodeName: nodeName(), at: now() }),
    });
  }

  /** A tag that a page names and nobody configured is left out. */
  #pageOf(project: string, name: string): LivePage | null {
    const { plant, configuration } = this.#parts;
    return orNotFound(() => {
      const { projectTitle, title, tags, trends } = plant.page(project, name);
      const there = tags.filter((tag) => configuration.get('tag', tag) !== null);
      return {
        ...{ projectTitle, title },
        trends: trends.filter((tag) => there.includes(tag)),
        tags: there.map((tag) => plant.tag(tag)),
        alarms: plant.alarmsOf(there),
      };
    });
  }
}

function orNotFound<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'notFound') return null;
    throw error;
  }
}
