import type { Heartbeat } from '#contract/heartbeat';
import { originOf, type FollowedNode } from './nodes.ts';

/** The part of `location` that a page keeps when it moves. */
export interface Place {
  protocol: string;
  origin: string;
  pathname: string;
  search: string;
  hash: string;
}

/** The origin to which a page goes: the public address of the running node first. Without a scheme: the page's. */
export function destinationOf(
  node: FollowedNode,
  beat: Heartbeat | null,
  { protocol }: Pick<Place, 'protocol'>,
): string | null {
  const listed = node.destination ?? node.probes[0] ?? null;
  const address = node.fixed === true ? listed : (beat?.publicAddress ?? listed);
  if (address === null) return null;
  const url = /^https?:\/\//i.test(address) ? address : `${protocol}//${address}`;
  return URL.canParse(url) ? originOf(url) : null;
}
