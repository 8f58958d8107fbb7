import { randomUUID } from 'node:crypto';
import type { Epoch } from '#contract/epoch';
import type { ProviderId } from '#contract/providers';
import type { RuntimeFrame, RuntimePosition, RuntimePositions } from '#contract/runtime-frames';
import type { NewEvent } from '../../records/event-store.ts';
import type { ProviderStatistics } from '../provider-statistics.ts';
import { MapChannel, type WhoIsActive } from './map-channel.ts';
import type { Applied } from './map-sender.ts';
import { OwedToActive } from './owed-to-active.ts';
import type { ReceiptStore } from './receipt-store.ts';
import { runtimeEvents } from './runtime-events.ts';
import type { RuntimeMap } from './runtime-map.ts';
import type { RuntimeState } from './runtime-state.ts';
import { WaitingAnswers } from './waiting-answers.ts';
import { sinceSent } from '../../since-sent.ts';

export interface RuntimeReplicationParts {
  state: RuntimeState;
  receipts: ReceiptStore;
  statistics: ProviderStatistics;
  nodeId: string;
  /** Characters that were sent. */
  send: (frame: RuntimeFrame) => number;
  active: () => { own: boolean; peer: boolean };
  heard: () => Epoch | null;
  /** Whether both hold the same may be different now. */
  changed: () => void;
  event: (event: NewEvent) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  budgetMs: () => number;
  /** The peer's clock minus this one's, ms; `null` while not measured. */
  peerClockOffsetMs: () => number | null;
}

const flushPeriodMs = 10;
const confirmPeriodMs = 5000;
/** Whoever wrote something is not kept waiting longer for the other node. */
const longestWaitMs = 2000;

/** Brings runtime state from the active node to the other one, whichever that is. */
export class RuntimeReplication {
  readonly #parts: RuntimeReplicationParts;
  readonly #channels: readonly MapChannel[];
  readonly #owed: OwedToActive;
  readonly #waiting = new WaitingAnswers();
  readonly #counted = new Map<MapChannel, number>();
  #linked = false;
  #flushTimer: NodeJS.Timeout | null = null;
  #flushedAt = 0;
  #confirmTimer: NodeJS.Timeout | null = null;

  constructor(parts: RuntimeReplicationParts) {
    this.#parts = parts;
    const { state, receipts, nodeId, now, event } = parts;
    const send = (frame: RuntimeFrame) => void parts.send(frame);
    this.#owed = new OwedToActive({ state, receipts, nodeId, newId: randomUUID, now, send, event });
    this.#channels = state.maps.map((map) => this.#makeChannel(map));
    for (const channel of this.#channels) this.#counted.set(channel, channel.map.writes);
  }

  /** In sync: everything was taken at least once over the present link. */
  get settled(): boolean {
    return this.#channels.every(({ settled }) => settled);
  }

  /** For the hello. */
  get positions(): RuntimePositions {
    return this.#channels.map(({ map }) => ({ map: map.id, position: map.position }));
  }

  start(): void {
    this.#parts.state.freeze();
    this.#confirmTimer = setInterval(() => this.#confirm(), confirmPeriodMs);
  }

  stop(): void {
    if (this.#confirmTimer !== null) clearInterval(this.#confirmTimer);
    this.#confirmTimer = null;
    this.unlinked();
    this.#parts.state.freeze();
  }

  /** The link is open; what the other node said in its hello. */
  linked(positions: RuntimePositions): void {
    this.#linked = true;
    this.#owed.forgetTold();
    for (const channel of this.#channels) channel.linked(positionIn(positions, channel.map.id));
    this.update();
  }

  unlinked(): void {
    this.#linked = false;
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    for (const channel of this.#channels) channel.unlinked();
    this.#waiting.giveUp();
    this.#parts.changed();
  }

  /** This node is Active under this epoch, above every one before: it writes from now on. */
  activated(epoch: Epoch): void {
    for (const { map } of this.#channels) map.activate(epoch);
    this.#owed.settleHere();
    this.update();
  }

  /** Not Active any more. */
  deactivated(): void {
    this.#parts.state.freeze();
    this.#owed.forgetTold();
    this.#waiting.giveUp();
    this.update();
  }

  /** One of the nodes may have become Active, or have ceased to be it. */
  update(): void {
    const who = this.#who();
    for (const channel of this.#channels) channel.turn(who);
    if (this.#channels.some(({ sender }) => sender.owesMore)) this.#wake();
    if (who.linked && who.peer && !who.own && this.settled) this.#owed.tell();
    this.#parts.changed();
  }

  /**
   * Everything that the other node lacks goes ahead of what is sent next, room or no room: whoever acts on that has it.
   * What is sent at once is at most what the maps hold.
   */
  flush(options: { stopped: boolean }): void {
    if (options.stopped) this.#parts.state.freeze();
    for (const { sender } of this.#channels) sender.pump({ all: true });
  }

  take(frame: RuntimeFrame): void {
    switch (frame.type) {
      case 'rows':
        if (!this.#parts.active().own) this.#channel(frame.map)?.take(frame);
        return;
      case 'applied':
        return this.#applied(frame);
      case 'stand':
        return this.#channel(frame.map)?.stands(frame.position);
      case 'failed':
        this.#failed(frame.map, frame.problem);
        return this.#channel(frame.map)?.failed(frame.run);
      case 'unite':
      case 'receipt':
        if (this.#parts.active().own && this.#parts.state.isWritable) this.#owed.take(frame);
        return;
      case 'united':
      case 'received':
        this.#owed.told(frame);
        return this.update();
    }
  }

  /** True once the other node has applied all that was set until now; false if it is away, or not in time. */
  replicated(): Promise<boolean> {
    const { active, budgetMs } = this.#parts;
    if (!this.#linked || !active().own) return Promise.resolve(false);
    return this.#waiting.wait(this.#channels, Math.min(budgetMs() / 2, longestWaitMs));
  }

  /** By provider. */
  pending(): Partial<Record<ProviderId, number>> {
    this.#count();
    if (!this.#parts.active().own) return {};
    return Object.fromEntries(this.#channels.map((channel) => [channel.map.id, channel.pending]));
  }

  /** On the active node: all is being sent. On the other one: it is not known to hold what the active one does. */
  fullSyncNeeded(id: ProviderId): boolean {
    const channel = this.#channel(id);
    if (channel === null) return false;
    return this.#parts.active().own ? channel.sender.isSendingAll : channel.wantsAll({ linked: this.#linked });
  }

  #makeChannel(map: RuntimeMap<unknown>): MapChannel {
    const { send, heard, elapsed, now, statistics, budgetMs, peerClockOffsetMs, event, state } = this.#parts;
    return new MapChannel(map, {
      ...{ send, heard, elapsed, now },
      budgetMs: () => budgetMs() / state.maps.length,
      sinceSent: (sentAt) => sinceSent(sentAt, now(), peerClockOffsetMs()),
      wake: () => this.#wake(),
      unsettled: () => this.#parts.changed(),
      full: ({ id }, because) => event(runtimeEvents.fullSync(id, because)),
      replacing: (next) => this.#owed.replacing(map, next),
      taken: (took) => {
        statistics.pulled([map.id], took);
        if (!took.last) return;
        state.journal.held(map.id, Infinity);
        this.update();
      },
      differs: () => event(runtimeEvents.differs(map.id)),
      failed: (problem) => this.#failed(map.id, problem),
    });
  }

  #applied(frame: Applied): void {
    const { statistics, state } = this.#parts;
    const channel = this.#channel(frame.map);
    const done = channel?.applied(frame) ?? null;
    if (channel === null || done === null) return;
    if (done.keys > 0) statistics.dispatched(frame.map, done.keys);
    statistics.pulled([frame.map], frame);
    if (channel.sender.owesMore) this.#wake();
    if (done.end === null) return;
    state.journal.held(frame.map, done.end.sequence);
    this.#waiting.look();
    this.#parts.changed();
  }

  #failed(id: ProviderId, problem: string): void {
    const { statistics, event } = this.#parts;
    if (statistics.pullFacts(id).lastError !== problem) event(runtimeEvents.refused(id, problem));
    statistics.failed([id], problem);
  }

  /** Soon, and not more often than every 10 ms: until then the newest value of a key counts. */
  #wake(): void {
    if (this.#flushTimer !== null || !this.#linked) return;
    const dueInMs = Math.max(0, this.#flushedAt + flushPeriodMs - this.#parts.elapsed());
    this.#flushTimer = setTimeout(() => this.#flushNow(), dueInMs);
  }

  #flushNow(): void {
    this.#flushTimer = null;
    this.#flushedAt = this.#parts.elapsed();
    this.#count();
    for (const { sender } of this.#channels) sender.pump({ all: false });
  }

  #confirm(): void {
    this.#count();
    for (const { sender } of this.#channels) sender.confirm();
    this.#owed.forgetTold();
    this.update();
  }

  /** What was posted since the last time. */
  #count(): void {
    for (const channel of this.#channels) {
      const { id, writes } = channel.map;
      const count = writes - (this.#counted.get(channel) ?? 0);
      this.#counted.set(channel, writes);
      if (count > 0) this.#parts.statistics.queued(id, count);
    }
  }

  #who(): WhoIsActive {
    return { linked: this.#linked, ...this.#parts.active() };
  }

  #channel(id: ProviderId): MapChannel | null {
    return this.#channels.find(({ map }) => map.id === id) ?? null;
  }
}

function positionIn(positions: RuntimePositions, id: ProviderId): RuntimePosition | null {
  return positions.find(({ map }) => map === id)?.position ?? null;
}
