import * as z from 'zod/mini';
import { runtimeNodes, type RuntimeNodes } from '#contract/runtime-nodes';
import { keep, kept } from './kept.ts';

const name = 'nodes';

/**
 * For when nobody is signed in: no gateway tells a stranger where the other one is. The node of this address is kept
 * first, whichever told of both; `hereId` is `null` where only that one is asked.
 */
export function keepNodes({ pairId, nodes }: RuntimeNodes, hereId: string | null): void {
  const ownFirst = nodes.toSorted((a, b) => Number(b.nodeId === hereId) - Number(a.nodeId === hereId));
  keep(name, JSON.stringify({ pairId, nodes: ownFirst }));
}

/** Both nodes as this browser was told of them last at this address; `null`: it never was. */
export function keptNodes(): RuntimeNodes | null {
  try {
    const read = z.safeParse(runtimeNodes, JSON.parse(kept(name) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
