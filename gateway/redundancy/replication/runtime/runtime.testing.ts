import type { Epoch } from '#contract/epoch';
import { type RuntimeFrame, runtimeFrame } from '#contract/runtime-frames';
import * as z from 'zod/mini';
import { Database } from '../../../config/disk/database.ts';
import type { NewEvent } from '../../records/event-store.ts';
import { redundancyMigrations } from '../../records/redundancy-database.ts';
import { ProviderStatistics } from '../provider-statistics.ts';
import { ReceiptStore } from './receipt-store.ts';
import { RuntimeMap, type RuntimeMapOptions } from './runtime-map.ts';
import { RuntimeReplication } from './runtime-replication.ts';
import { RuntimeState } from './runtime-state.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined };
const logger = { ...silent, warn: () => undefined, error: () => undefined };

/** An alarm of the specs: whoever acknowledged it, on whichever node, did. */
export interface TestAlarm {
  raised: number;
  acknowledged: string[];
}

const alarmOptions: RuntimeMapOptions<TestAlarm> = {
  unite: (mine, theirs) =>
    mine === null || mine.raised !== theirs.raised
      ? mine
      : { ...mine, acknowledged: [...new Set([...mine.acknowledged, ...theirs.acknowledged])].sort() },
};

/** The tables that a node keeps receipts in. */
export function openReceipts(path: string): Database {
  const database = new Database(path, { migrations: redundancyMigrations });
  database.open();
  return database;
}

/** Faulty parts, to prove that their faults are noticed. */
export interface RuntimeNodeParts {
  Statistics?: typeof ProviderStatistics;
  Replication?: typeof RuntimeReplication;
}

/** Runtime state of one node. Who is Active is decided by the spec; frames wait in `sent` until they are carried. */
export class RuntimeNode {
  readonly id: string;
  readonly tags = new RuntimeMap<number>('tag-values', {
    check: (value): value is number => typeof value === 'number',
  });
  readonly alarms = new RuntimeMap<TestAlarm>('alarm-state', alarmOptions);
  readonly state = new RuntimeState([this.tags, this.alarms]);
  readonly events: NewEvent[] = [];
  readonly sent: RuntimeFrame[] = [];
  readonly statistics: ProviderStatistics;
  readonly receipts: ReceiptStore;
  readonly replication: RuntimeReplication;
  active = false;
  peer: RuntimeNode | null = null;
  heard: Epoch | null = null;
  linked = false;
  elapsedMs = 1_000_000;

  constructor(id: string, database: Database, parts: RuntimeNodeParts = {}) {
    const { Statistics = ProviderStatistics, Replication = RuntimeReplication } = parts;
    this.id = id;
    const now = () => 1_700_000_000_000 + this.elapsedMs;
    const elapsed = () => this.elapsedMs;
    this.statistics = new Statistics({ database, now, elapsed, logger });
    this.receipts = new ReceiptStore(database, logger);
    this.replication = new Replication({
      ...{ state: this.state, receipts: this.receipts, statistics: this.statistics, nodeId: id, now, elapsed },
      send: (frame) => {
        if (!this.linked) return 0;
        this.sent.push(frame);
        return JSON.stringify(frame).length;
      },
      active: () => ({ own: this.active, peer: this.linked && this.peer?.active === true }),
      heard: () => this.heard,
      changed: () => undefined,
      event: (event) => this.events.push(event),
      budgetMs: () => 10_000,
      peerClockOffsetMs: () => 0,
    });
    this.replication.start();
  }

  eventCodes(): string[] {
    return this.events.map(({ reasonCode }) => reasonCode);
  }

  content(): { tags: [string, number | null][]; alarms: [string, TestAlarm | null][] } {
    const sorted = <T>(map: RuntimeMap<T>) =>
      [...map.keys()].sort().map((key): [string, T | null] => [key, map.get(key)]);
    return { tags: sorted(this.tags), alarms: sorted(this.alarms) };
  }

  stop(): void {
    this.replication.stop();
  }
}

/** Two nodes, a link that loses nothing but what is on it when it is cut, and a person who says who is Active. */
export class RuntimePair {
  readonly nodes: [RuntimeNode, RuntimeNode];
  /** Whatever is carried may be changed on the way. */
  tamper: (frame: RuntimeFrame) => RuntimeFrame = (frame) => frame;
  /** How a frame is taken; a mutant does it another way. */
  deliver: (to: RuntimeNode, frame: RuntimeFrame) => void = (to, frame) => to.replication.take(frame);
  /** Looks after every frame that was taken. */
  taken: (by: RuntimeNode, frame: RuntimeFrame) => void = () => undefined;
  readonly #databases: [Database, Database];
  #epoch = 0;

  constructor(databases: [Database, Database], parts: RuntimeNodeParts = {}) {
    this.#databases = databases;
    this.nodes = [new RuntimeNode('a', databases[0], parts), new RuntimeNode('b', databases[1], parts)];
    this.#introduce();
  }

  get linked(): boolean {
    return this.nodes[0].linked;
  }

  get active(): RuntimeNode[] {
    return this.nodes.filter(({ active }) => active);
  }

  other(node: RuntimeNode): RuntimeNode {
    return node === this.nodes[0] ? this.nodes[1] : this.nodes[0];
  }

  /** An epoch above every one, known to the other node as well if they are linked. */
  activate(node: RuntimeNode): void {
    this.#epoch += 1;
    const epoch = { number: this.#epoch, nodeId: node.id };
    node.heard = epoch;
    if (node.linked) this.other(node).heard = epoch;
    node.active = true;
    node.replication.activated(epoch);
    if (node.linked) this.other(node).replication.update();
  }

  /** Both are not Active: one claims, the other one grants. */
  claim(node: RuntimeNode): void {
    this.other(node).replication.flush({ stopped: false });
    this.carryAll();
    this.activate(node);
  }

  handOver(from: RuntimeNode): void {
    from.replication.flush({ stopped: true });
    this.carryAll();
    from.active = false;
    from.replication.deactivated();
    this.activate(this.other(from));
  }

  link(): void {
    const [a, b] = this.nodes;
    const hellos = [a.replication.positions, b.replication.positions] as const;
    const epochs = [a.heard, b.heard];
    a.linked = b.linked = true;
    const [active] = this.active;
    a.heard = b.heard = (epochs[0]?.number ?? 0) > (epochs[1]?.number ?? 0) ? a.heard : b.heard;
    if (this.active.length === 1 && active !== undefined && active.heard?.nodeId !== active.id) this.activate(active);
    a.replication.linked(hellos[1]);
    b.replication.linked(hellos[0]);
  }

  /** Both are Active: this one stops, the other one goes on under a fresh epoch. */
  reunite(loser: RuntimeNode): void {
    loser.active = false;
    loser.replication.deactivated();
    loser.replication.flush({ stopped: true });
    this.carryAll();
    this.activate(this.other(loser));
  }

  cut(): void {
    for (const node of this.nodes) {
      node.sent.splice(0);
      node.linked = false;
      node.replication.unlinked();
    }
  }

  /** The process ends and starts again without anything. */
  crash(node: RuntimeNode): void {
    this.cut();
    node.stop();
    const index = node === this.nodes[0] ? 0 : 1;
    const heard = node.heard;
    this.nodes[index] = new RuntimeNode(node.id, this.#databases[index]);
    this.nodes[index].heard = heard;
    this.#introduce();
  }

  /** Up to so many frames from one node to the other. Frames go through JSON and the schema, as on the wire. */
  carry(from: RuntimeNode, most = Infinity): number {
    const to = this.other(from);
    const frames = from.sent.splice(0, most);
    for (const frame of frames) {
      const read = z.parse(runtimeFrame, JSON.parse(JSON.stringify(this.tamper(frame))));
      this.deliver(to, read);
      this.taken(to, read);
    }
    return frames.length;
  }

  /** Until neither has anything to say. */
  carryAll(): void {
    while (this.carry(this.nodes[0]) + this.carry(this.nodes[1]) > 0);
  }

  pass(ms: number): void {
    for (const node of this.nodes) node.elapsedMs += ms;
    jasmine.clock().tick(ms);
  }

  /** Long enough for everything that is owed, without a new event in the world. */
  settle(): void {
    for (let turn = 0; turn < 12; turn += 1) {
      this.carryAll();
      this.pass(turn < 6 ? 20 : 5000);
    }
    this.carryAll();
  }

  stop(): void {
    for (const node of this.nodes) node.stop();
  }

  #introduce(): void {
    const [a, b] = this.nodes;
    a.peer = b;
    b.peer = a;
  }
}
