import { compareEpochs } from './epoch.ts';
import type { PeerFacts, RedundancyStatus } from './redundancy-status.ts';

/** What an observer (a browser, or a gateway) knows of one node. Times in epoch ms of the observer's clock. */
export interface NodeEvidence {
  nodeId: string;
  /** What it last said of itself; `null`: it never said anything. */
  status: RedundancyStatus | null;
  freshness: 'live' | 'stale' | 'lost';
  /** The status was made at this time or a little later. */
  saidAt: number;
  /** When the node was first seen at its present activity level, on which it has gone on since (`goesOn`). */
  levelSeenAt: number;
}

/** A node whose word counts now. */
export type LiveNode = NodeEvidence & { status: RedundancyStatus };

export interface Scene {
  nodes: readonly NodeEvidence[];
  live: readonly LiveNode[];
  /** Two nodes that were active at one moment. */
  split: boolean;
  active: LiveNode | null;
  /** The live node that is not the active one; `null` too while nobody is active. */
  standby: LiveNode | null;
}

export function sceneOf(nodes: readonly NodeEvidence[]): Scene {
  const heard = nodes.filter((node): node is LiveNode => node.status !== null && node.freshness === 'live');
  const claims = heard.filter((node) => node.status.activityLevel === 'Active').sort(laterFirst);
  const active = claims[0] ?? null;
  const split = claims.some((claim) => active !== null && claim !== active && sameMoment(claim, active));
  // Said before the other one became active: what it is now, it has not said yet.
  const outdated = split ? [] : claims.slice(1);
  const live = heard.filter((node) => !outdated.includes(node));
  const standby = active === null ? null : (live.find((node) => node !== active) ?? null);
  return { nodes, live, split, active, standby };
}

/** Whether each spoke after the other was first seen at its present level: then both levels held at one moment. */
export function sameMoment(a: NodeEvidence, b: NodeEvidence): boolean {
  return a.saidAt > b.levelSeenAt && b.saidAt > a.levelSeenAt;
}

/**
 * Whether a node stayed at its activity level from one status to the next. A node that was started anew, or is active
 * under another epoch, was something else meanwhile, though nobody saw it: what the other one said then contradicts
 * nothing.
 */
export function goesOn(before: RedundancyStatus, after: RedundancyStatus): boolean {
  const epochs = compareEpochs(before.understudy?.epoch ?? null, after.understudy?.epoch ?? null);
  return before.activityLevel === after.activityLevel && epochs === 0 && after.uptime >= before.uptime;
}

export function peerOf(node: LiveNode): PeerFacts | null {
  return node.status.understudy?.peer ?? null;
}

export function nameOf(node: LiveNode): string {
  return node.status.understudy?.name ?? node.status.localId;
}

/** The name of the other node, by itself if it ever spoke, else by what this one knows. */
export function otherNameOf(scene: Scene, node: LiveNode): string | null {
  const other = scene.nodes.find(({ nodeId }) => nodeId !== node.nodeId)?.status ?? null;
  return other?.understudy?.name ?? peerOf(node)?.name ?? other?.localId ?? node.status.peerId ?? null;
}

/** A time that the node told, on the observer's clock. */
export function observed(node: LiveNode, at: number | null): number | null {
  const clock = node.status.understudy?.clock.at;
  return at === null || clock === undefined ? null : at + node.saidAt - clock;
}

/** Whoever was seen to become active last; at the same time, whoever has the greater epoch. */
function laterFirst(a: LiveNode, b: LiveNode): number {
  if (a.levelSeenAt !== b.levelSeenAt) return b.levelSeenAt - a.levelSeenAt;
  return compareEpochs(b.status.understudy?.epoch ?? null, a.status.understudy?.epoch ?? null);
}
