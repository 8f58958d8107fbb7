import { destinationOf, type Place } from './destination.ts';
import { withoutShared, type FollowedNode } from './nodes.ts';
import { notBefore, wasMade, type Move } from './moves.ts';
import { stateOf, unheard, type Watch } from './watch.ts';

/** Everything that decides whether a page moves. */
export interface Situation {
  nodes: readonly FollowedNode[];
  /** The node that the page came from, or that a client is connected to; `null`: not known yet. */
  own: string | null;
  watches: ReadonlyMap<string, Watch>;
  /** `null`: a client that is no page. */
  place: Place | null;
  moves: readonly Move[];
  /** Epoch ms. */
  now: number;
}

/** Why the own node was left: it says that it stands by, or it says nothing. */
export type Reason = 'standby' | 'silent';

export type Decision =
  | { kind: 'stay' }
  /** The other node does the work behind the address where the page already is: nothing to open. */
  | { kind: 'adopt'; to: string }
  /**
   * `address`: an origin, `answeredAt`: where the node was heard. `isPublic`: somebody wants pages there, wherever else
   * the node answers. In `waitMs`, and spread over `spreadMs`.
   */
  | {
      kind: 'move';
      to: string;
      address: string;
      answeredAt: string;
      isPublic: boolean;
      reason: Reason;
      epoch: string;
      waitMs: number;
      spreadMs: number;
    };

/** Parts of the decision, so that a spec can break one and see that it is noticed. */
export interface Rules {
  destinationOf: typeof destinationOf;
  wasMade: typeof wasMade;
  withoutShared: typeof withoutShared;
}

export const realRules: Rules = { destinationOf, wasMade, withoutShared };

const stay: Decision = { kind: 'stay' };

/** The table: a page moves when its own node stands by or is silent, and the other one runs and has just answered. */
export function decide(situation: Situation, rules: Rules = realRules): Decision {
  const { nodes, own, watches, place, moves, now } = situation;
  const watchOf = (nodeId: string) => watches.get(nodeId) ?? unheard;
  const target = nodes.find(({ nodeId }) => stateOf(watchOf(nodeId)) === 'running');
  if (target === undefined) return stay;
  if (own === null) return { kind: 'adopt', to: target.nodeId };
  const reason = stateOf(watchOf(own));
  if (reason !== 'standby' && reason !== 'silent') return stay;
  const { beat, address: answeredAt } = watchOf(target.nodeId);
  const address = place === null ? answeredAt : rules.destinationOf(target, beat, place);
  if (address === null || answeredAt === null) return stay;
  if (place !== null && address === place.origin) return { kind: 'adopt', to: target.nodeId };
  const epoch = beat?.epoch == null ? '' : `${beat.epoch.number}.${beat.epoch.nodeId}`;
  if (place !== null && rules.wasMade(moves, address, epoch, now)) return stay;
  const spreadMs = beat?.spreadMs ?? 0;
  const waitMs = notBefore(moves, now) - now;
  const isPublic = beat?.publicAddress != null;
  return { kind: 'move', to: target.nodeId, address, answeredAt, isPublic, reason, epoch, waitMs, spreadMs };
}
