import type { RowsFrame, RuntimeFrame, RuntimePosition } from '#contract/runtime-frames';
import { BulkWindow } from '../bulk-window.ts';
import { MapReceiver, type MapReceiverParts } from './map-receiver.ts';
import { MapSender, type Applied } from './map-sender.ts';
import type { RuntimeMap } from './runtime-map.ts';
import { comparePositions, nowhere } from './runtime-position.ts';

export interface ChannelParts extends Omit<MapReceiverParts, 'map' | 'send' | 'refused'> {
  send: (frame: RuntimeFrame) => number;
  wake: () => void;
  full: (map: RuntimeMap<unknown>, because: string) => void;
  now: () => number;
  /** Of this map alone. */
  budgetMs: () => number;
  /** Both are not known to be equal any more. */
  unsettled: () => void;
}

/** Who is to write, as far as it is known. */
export interface WhoIsActive {
  linked: boolean;
  own: boolean;
  peer: boolean;
}

/** One map and the other node's: whichever way it goes at the moment. */
export class MapChannel {
  readonly map: RuntimeMap<unknown>;
  readonly sender: MapSender;
  readonly #receiver: MapReceiver;
  readonly #unsettled: () => void;
  /** Where the other node is known to stand; `null`: it never said. */
  peer: RuntimePosition | null = null;
  /** Both were found equal over the present link, or made so. */
  settled = false;

  constructor(map: RuntimeMap<unknown>, parts: ChannelParts) {
    this.map = map;
    this.#unsettled = parts.unsettled;
    const { send, wake, now, elapsed, budgetMs } = parts;
    const window = new BulkWindow({ elapsed, budgetMs });
    const full = (because: string) => parts.full(map, because);
    this.sender = new MapSender({ map, window, send, wake, full, now });
    this.#receiver = new MapReceiver({
      ...parts,
      map,
      refused: () => this.#unsettle(),
      taken: (took) => {
        if (took.last) this.#reached(map.position);
        parts.taken(took);
      },
    });
  }

  /** Keys that the other node has not acknowledged. */
  get pending(): number {
    const { peer, map } = this;
    const changes = peer !== null && map.includes(peer) ? map.changesAfter(peer.sequence) : null;
    return changes?.length ?? map.size;
  }

  /** On a node that is not to write: what it holds is none, or not what the other node holds. */
  wantsAll({ linked }: { linked: boolean }): boolean {
    if (!linked) return this.map.position.epoch === null;
    return !this.settled || this.#receiver.isStaging;
  }

  /** The other node said in its hello where it stands. */
  linked(peer: RuntimePosition | null): void {
    this.unlinked();
    this.peer = peer;
  }

  unlinked(): void {
    this.settled = false;
    this.sender.end();
    this.#receiver.end();
  }

  /** The active node sends; while there is none, the one with the greater data; while there are two, nobody. */
  turn(who: WhoIsActive): void {
    const compared = comparePositions(this.map.position, this.peer ?? nowhere);
    const sends = who.linked && !(who.own && who.peer) && (who.own || (!who.peer && compared > 0));
    if (!sends) this.sender.end();
    else if (!this.sender.isSending) this.sender.begin(this.peer);
    if (who.linked && !who.own && !who.peer && compared === 0) this.settled = true;
  }

  /** What the other node acknowledged: how many keys, and until where; `null`: nothing. */
  applied(frame: Applied): { keys: number; end: RuntimePosition | null } | null {
    const done = this.sender.applied(frame);
    if (done?.end != null) this.#reached(done.end);
    this.sender.goOn();
    return done;
  }

  take(frame: RowsFrame): void {
    this.#receiver.take(frame);
  }

  /** The other node does not stand where it was thought to. */
  stands(position: RuntimePosition | null): void {
    if (!this.sender.isSending) return;
    this.#unsettle();
    this.sender.beginAgain(position);
  }

  /** The other node refused what it was sent. */
  failed(run: number): void {
    if (!this.sender.isSending) return;
    this.#unsettle();
    this.sender.failed(run);
  }

  #unsettle(): void {
    this.settled = false;
    this.#unsettled();
  }

  #reached(position: RuntimePosition): void {
    this.peer = position;
    this.settled = true;
  }
}
