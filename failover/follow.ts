import { askNode, isServed, type Ask } from './ask.ts';
import { decide, realRules, type Decision, type Reason, type Rules } from './decision.ts';
import type { Place } from './destination.ts';
import { withMove, type Move } from './moves.ts';
import type { FollowedNode } from './nodes.ts';
import { heard, stateOf, unheard, type Answer, type Watch } from './watch.ts';

/** From one heartbeat to the next, ms. */
const periodMs = 1000;
/** After how long a refusal is asked again, ms. */
const askAgainMs = 50;
/** How long a page waits until something is served where it is to go, ms. */
const doorMs = 10_000;
/** After how long a page that somebody kept from leaving is asked to leave again, ms. */
const keptMs = 60_000;

type Moving = Decision & { kind: 'move' };

/** A change to the other node. */
export interface Switch {
  /** `null`: a client that is no page had no node before. */
  from: FollowedNode | null;
  to: FollowedNode;
  /** Origin: of a page where it goes, of another client where the node answered. */
  address: string;
  /** `first`: the node that was found running. */
  reason: Reason | 'first';
  /** Epoch ms. */
  at: number;
  /** All moves so far, this one last. */
  moves: readonly Move[];
}

/** The world around, which specs replace. */
export interface World extends Ask {
  now: () => number;
  random: () => number;
  rules: Rules;
}

export interface FollowOptions {
  pairId: string;
  nodes: readonly FollowedNode[];
  /** The node that is used now; left out: the first that is found running, which a client that is no page is told. */
  own?: string | null;
  /** Re-targets the connection and tells the user. */
  onSwitch: (change: Switch) => void;
  /** `false` holds a switch back, as long as something is typed that would be lost. Asked again each second. */
  mayLeave?: () => boolean | Promise<boolean>;
  /** The same address serves both nodes, and now the other one does the work behind it. */
  onAdopt?: (node: FollowedNode) => void;
  place?: () => Place;
  /** Each node serves the page itself: it goes there where nothing answers at the public address. */
  atNodes?: boolean;
  moves?: readonly Move[];
}

export const realWorld: World = {
  fetch: (url, init) => fetch(url, init),
  now: () => Date.now(),
  later: (call, ms) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  rules: realRules,
};

/** Follows the active node for any client: asks both nodes each second until it is stopped. */
export function followActive(options: FollowOptions, world: World = realWorld): Follower {
  const follower = new Follower(options, world);
  follower.askNow();
  return follower;
}

/** What the other node is to a page whose own one does no work: where it goes next, or silent, perhaps as both are. */
export interface Outlook {
  kind: 'moving' | 'unreached' | 'neither';
  node: FollowedNode;
}

/** Timers say when: the clock of a computer may be set meanwhile. */
interface Planned {
  address: string;
  isDue: boolean;
  /** Nothing is served at the destination, and it was waited for long enough: `null` until that was noticed. */
  isShut: boolean | null;
}

/** Holds what was heard and does what is decided. */
export class Follower {
  readonly #options: FollowOptions;
  readonly #world: World;
  readonly #page: string;
  #nodes: readonly FollowedNode[];
  #own: string | null;
  #moves: readonly Move[];
  readonly #watches = new Map<string, Watch>();
  /** Counts the questions, so that a late answer does not undo a later one. */
  #turn = 0;
  readonly #heardTurn = new Map<string, number>();
  /** The move that waits for its moment; to another address is another move. */
  #planned: Planned | null = null;
  /** Between the decision and the switch. */
  #leaving = false;
  readonly #end = new AbortController();
  /** Aborted when it is stopped. */
  readonly end = this.#end.signal;
  #callOff: () => void = () => undefined;
  #callOffKept: () => void = () => undefined;

  constructor(options: FollowOptions, world: World) {
    this.#options = options;
    this.#world = world;
    this.#page = Math.floor(world.random() * 2 ** 48).toString(36);
    this.#nodes = world.rules.withoutShared(options.nodes);
    this.#own = options.own ?? null;
    this.#moves = options.moves ?? [];
  }

  /** Names and addresses were learned anew. */
  update(nodes: readonly FollowedNode[]): void {
    this.#nodes = this.#world.rules.withoutShared(nodes);
  }

  stop(): void {
    this.#end.abort();
    this.#callOff();
    this.#callOffKept();
  }

  /** `null`: nothing is to be said. */
  get outlook(): Outlook | null {
    const stateAt = (nodeId: string) => stateOf(this.#watches.get(nodeId) ?? unheard);
    const node = this.#nodes.find(({ nodeId }) => nodeId !== this.#own);
    if (this.#own === null || node === undefined || stateAt(this.#own) === 'running') return null;
    if (this.#planned !== null) return { kind: 'moving', node };
    if (stateAt(node.nodeId) !== 'silent') return null;
    return { kind: stateAt(this.#own) === 'silent' ? 'neither' : 'unreached', node };
  }

  /** The next heartbeat comes at once: for a tab that was hidden, whose timers were slowed down. */
  askNow(): void {
    this.#callOff();
    if (this.end.aborted) return;
    this.#callOff = this.#world.later(() => this.askNow(), periodMs);
    for (const node of this.#nodes) void this.#ask(node, true);
  }

  /** Where the own node is refused, the other one may have taken over since it was asked. */
  #askAgain(refused: FollowedNode): void {
    const nodes = refused.nodeId === this.#own ? this.#nodes : [refused];
    for (const node of nodes) void this.#ask(node, false);
  }

  async #ask(node: FollowedNode, again: boolean): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const watch = this.#watches.get(node.nodeId) ?? unheard;
    const known = watch.beat === null ? [] : node.probes.filter((probe) => probe === watch.address);
    const question = { pairId: this.#options.pairId, page: this.#page };
    const answer = await askNode(node, known.length > 0 ? known : node.probes, question, this.#world);
    if (this.end.aborted || turn < (this.#heardTurn.get(node.nodeId) ?? 0)) return;
    this.#heardTurn.set(node.nodeId, turn);
    if (answer.kind === 'refused' && again) this.#world.later(() => this.#askAgain(node), askAgainMs);
    this.#hear(node, answer);
  }

  #hear({ nodeId }: FollowedNode, answer: Answer): void {
    this.#watches.set(nodeId, heard(this.#watches.get(nodeId) ?? unheard, answer));
    this.#consider();
  }

  #consider(): void {
    if (this.end.aborted || this.#leaving) return;
    const decision = this.#decide();
    if (decision.kind === 'adopt') this.#adopt(decision.to);
    else if (decision.kind === 'move') void this.#leave(decision, this.#plan(decision));
  }

  /** Where a page goes it cannot be called back from: whether the other node still runs is asked once more. */
  async #leave(decision: Moving, planned: Planned): Promise<void> {
    if (!planned.isDue) return;
    this.#leaving = true;
    const address = await this.#openDoor(decision, planned);
    const may = address !== null && (await this.#mayLeave());
    const to = this.#nodes.find(({ nodeId }) => nodeId === decision.to);
    if (may && to !== undefined) await this.#ask(to, false);
    this.#leaving = false;
    if (address === null || !may || this.end.aborted) return;
    const after = this.#decide();
    if (after.kind === 'move' && after.address === decision.address) this.#switch(after, address);
  }

  /** Whoever listens may fail: then nothing is lost by staying. */
  async #mayLeave(): Promise<boolean> {
    try {
      return await (this.#options.mayLeave?.() ?? true);
    } catch {
      return false;
    }
  }

  /** Where the page can go now; `null`: nowhere yet. */
  async #openDoor({ to, address, answeredAt, isPublic }: Moving, planned: Planned): Promise<string | null> {
    const { place, atNodes = false } = this.#options;
    if (place === undefined || address === answeredAt) return address;
    const isFixed = this.#nodes.some(({ nodeId, fixed }) => nodeId === to && fixed === true);
    if (await isServed(address, isFixed, this.#world)) return address;
    // The best address of a node this browser may not know, and then never will.
    if (!isPublic && !isFixed) return answeredAt;
    if (planned.isShut === null) {
      planned.isShut = false;
      this.#world.later(() => (planned.isShut = true), doorMs);
    }
    // Else only the node itself is known to answer; but a foreign page may not be there.
    if (!planned.isShut) return null;
    return atNodes ? answeredAt : address;
  }

  #decide(): Decision {
    const [nodes, own, watches, moves] = [this.#nodes, this.#own, this.#watches, this.#moves];
    const place = this.#options.place?.() ?? null;
    const { now, rules } = this.#world;
    const decision = decide({ nodes, own, watches, place, moves, now: now() }, rules);
    if (decision.kind !== 'move') this.#planned = null;
    return decision;
  }

  /** Chance spreads the pages, once for each move; the decision is made again when its moment has come. */
  #plan({ address, waitMs, spreadMs }: Moving): Planned {
    if (this.#planned?.address === address) return this.#planned;
    const delayMs = Math.max(0, waitMs) + this.#world.random() * spreadMs;
    const planned: Planned = { address, isDue: delayMs <= 0, isShut: null };
    this.#planned = planned;
    if (planned.isDue) return planned;
    this.#world.later(() => {
      planned.isDue = true;
      this.#consider();
    }, delayMs);
    return planned;
  }

  #adopt(nodeId: string): void {
    const node = this.#nodes.find((one) => one.nodeId === nodeId);
    const { onAdopt, onSwitch, place } = this.#options;
    const isFirst = this.#own === null;
    this.#own = nodeId;
    if (node === undefined) return;
    if (!isFirst) return onAdopt?.(node);
    const address = this.#watches.get(nodeId)?.address ?? null;
    if (place !== undefined || address === null) return;
    onSwitch({ from: null, to: node, address, reason: 'first', at: this.#world.now(), moves: this.#moves });
  }

  #switch({ to: nodeId, address: sought, reason, epoch }: Moving, address: string): void {
    const from = this.#nodes.find((node) => node.nodeId === this.#own);
    const to = this.#nodes.find((node) => node.nodeId === nodeId);
    if (from === undefined || to === undefined) return;
    const at = this.#world.now();
    this.#moves = withMove(this.#moves, { to: sought, epoch, at });
    this.#own = nodeId;
    // The next switch needs answers of its own, to questions not yet asked.
    this.#watches.clear();
    for (const node of this.#nodes) this.#heardTurn.set(node.nodeId, this.#turn + 1);
    this.#planned = null;
    this.#callOffKept();
    if (this.#options.place !== undefined) this.#callOffKept = this.#world.later(() => this.#wasKept(from), keptMs);
    this.#options.onSwitch({ from, to, address, reason, at, moves: this.#moves });
  }

  /** The page is still here: somebody answered that it is to stay, and may have finished what was typed. */
  #wasKept(from: FollowedNode): void {
    this.#own = from.nodeId;
    const last = this.#moves.at(-1);
    if (last !== undefined) this.#moves = [...this.#moves.slice(0, -1), { ...last, epoch: 'kept' }];
  }
}
