import { recordFrame, type RecordFrame } from '#contract/record-frames';
import * as z from 'zod/mini';
import { Database } from '../../config/disk/database.ts';
import { EventStore } from './event-store.ts';
import { redundancyMigrations } from './redundancy-database.ts';
import { ProviderStatistics } from '../replication/provider-statistics.ts';
import { RecordExchange } from './record-exchange.ts';
import { RecordStore } from './record-store.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined };
const logger = { ...silent, warn: () => undefined, error: () => undefined };
const row = z.object({ origin: z.string(), sequence: z.int(), value: z.string() });
const everything = 'SELECT origin, sequence, value FROM records ORDER BY sequence, origin';

/** One node's records over a real database, and the wire to the other one. */
export class RecordingNode {
  readonly wire: RecordFrame[] = [];
  peer!: RecordingNode;
  exchange!: RecordExchange;
  statistics!: ProviderStatistics;
  events!: EventStore;
  nowMs = 1_700_000_000_000;
  elapsedMs = 1000;
  /** How long it takes to write records of the other node. */
  takesMs = 0;
  isLinked = false;
  /** The next records of the other node cannot be written. */
  fails = false;
  readonly #nodeId: string;
  readonly #path: string;
  readonly #most: number;
  #database!: Database;
  #due: (() => void)[] = [];

  readonly #Statistics: typeof ProviderStatistics;

  /** `Statistics`: a faulty one, to prove that the fault is noticed. */
  constructor(nodeId: string, path: string, most: number, Statistics = ProviderStatistics) {
    this.#Statistics = Statistics;
    this.#nodeId = nodeId;
    this.#path = path;
    this.#most = most;
    this.open();
  }

  open(): void {
    this.#database = new Database(this.#path, { migrations: redundancyMigrations, durability: 'normal' });
    this.#database.open();
    const [now, elapsed] = [() => this.nowMs, () => this.elapsedMs];
    const records = new RecordStore({
      ...{ database: this.#database, nodeId: () => this.#nodeId, now },
      most: { events: this.#most },
    });
    const take = records.take.bind(records);
    records.take = (provider, list) => {
      if (this.fails && list.some(({ origin }) => origin !== this.#nodeId)) throw new Error('disk full');
      this.elapsedMs += this.takesMs;
      take(provider, list);
    };
    this.events = new EventStore({ records, logger });
    this.statistics = new this.#Statistics({ database: this.#database, now, elapsed, logger });
    this.statistics.start();
    this.exchange = new RecordExchange({
      ...{ store: records, statistics: this.statistics, now, elapsed, logger },
      send: (frame) => void this.wire.push(z.parse(recordFrame, JSON.parse(JSON.stringify(frame)))),
      event: (event) => this.events.add(event),
      budgetMs: () => 10_000,
      peerClockOffsetMs: () => 0,
      soon: (work) => void this.#due.push(work),
    });
  }

  close(): void {
    this.exchange.stop();
    this.statistics.stop();
    this.#database.close();
    this.#due = [];
  }

  write(reason: string): void {
    this.events.add({ severity: 'info', reasonCode: 'stalled', reason, provider: null });
    this.#turn();
  }

  link(): void {
    this.unlink();
    for (const node of [this, this.peer]) {
      node.isLinked = true;
      node.exchange.linked();
    }
  }

  /** What is on the wire is lost. */
  unlink(): void {
    for (const node of [this, this.peer]) {
      node.isLinked = false;
      node.wire.length = 0;
      node.exchange.unlinked();
    }
  }

  /** The next frame of this node arrives. */
  deliver(): void {
    this.#turn();
    const frame = this.wire.shift();
    if (frame === undefined) return;
    this.peer.exchange.take(frame);
    this.peer.#turn();
  }

  /** What it sends when it asks whether both hold the same, and what follows. */
  confirm(): RecordFrame['type'][] {
    this.exchange.confirm();
    this.#turn();
    const kinds = this.wire.map(({ type }) => type);
    while (this.wire.length + this.peer.wire.length > 0) {
      this.deliver();
      kinds.push(...this.peer.wire.map(({ type }) => type));
      this.peer.deliver();
    }
    return kinds;
  }

  all() {
    return this.#database.all(everything, row);
  }

  words(): string[] {
    return this.all().map(({ value }) => (JSON.parse(value) as { reason: string }).reason);
  }

  /** As a disk that lost a page: the record is gone, what was sent above it stays. */
  damage(reason: string): void {
    this.unlink();
    this.#database.run("DELETE FROM records WHERE value ->> 'reason' = ?", reason);
    this.close();
    this.open();
  }

  /** As after a power cut: the last records are gone, and what is known of them. */
  losePower(): void {
    this.unlink();
    const { max } = this.#database.get('SELECT ifnull(max(id), 0) AS max FROM records', z.object({ max: z.int() })) ?? {
      max: 0,
    };
    this.#database.run('DELETE FROM records WHERE id > ?', max - 3);
    this.#database.run('DELETE FROM heads');
    this.close();
    this.open();
  }

  #turn(): void {
    const due = this.#due;
    this.#due = [];
    for (const work of due) work();
  }
}

export type Story = (
  | { do: 'add' | 'deliver'; at: number; count: number }
  | { do: 'cut' | 'link' }
  | { do: 'restart' | 'confirm' | 'fail' | 'lose'; at: number }
  | { do: 'clock'; at: number; by: number }
)[];

export function tell(a: RecordingNode, b: RecordingNode, story: Story): void {
  story.forEach((step, number) => {
    const node = 'at' in step && step.at === 1 ? b : a;
    node.nowMs += 1;
    if (step.do === 'cut') a.unlink();
    else if (step.do === 'link') a.link();
    else if (step.do === 'clock') node.nowMs += step.by;
    else if (step.do === 'fail') node.fails = !node.fails;
    else if (step.do === 'lose') node.losePower();
    else if (step.do === 'confirm') node.exchange.confirm();
    else if (step.do === 'restart') restart(node);
    else if (step.do === 'add' || step.do === 'deliver') {
      for (let each = 0; each < step.count; each += 1) {
        if (step.do === 'deliver') node.deliver();
        else node.write(`${number}.${each}`);
      }
    }
  });
}

/** The link opens, and stays until nobody has anything to say. */
export function settle(a: RecordingNode, b: RecordingNode): void {
  a.fails = false;
  b.fails = false;
  a.link();
  for (let round = 0; round < 6; round += 1) {
    a.confirm();
    b.confirm();
  }
}

function restart(node: RecordingNode): void {
  node.unlink();
  node.close();
  node.open();
}
