import { computed, type Signal } from '@angular/core';
import type { PairNode } from '../../gateways/pair-selectors.ts';
import { bothNodes, type LogFilter } from './log-filter.ts';
import { tailLogs, type LogTailing, type TailSource } from './tail-logs.ts';

/** The log of one node, as it is shown. */
export interface LogPane {
  nodeId: string;
  nodeName: string;
  tailing: LogTailing;
}

interface PaneParts {
  filter: Signal<LogFilter>;
  /** Master first. */
  nodes: Signal<readonly PairNode[]>;
  hereId: Signal<string | null>;
  live: Signal<boolean>;
}

/** The log of the node that is chosen, or of both beside each other. In an injection context. */
export function logPanes(parts: PaneParts): Signal<readonly LogPane[]> {
  const nodeIds = computed(() => shownIds(parts), { equal: (a, b) => a.join() === b.join() });
  const source = (at: number): Signal<TailSource | null> =>
    computed(() => {
      const nodeId = nodeIds()[at];
      return nodeId === undefined ? null : { nodeId, filter: parts.filter() };
    });
  const tailings = [tailLogs(source(0), parts.live), tailLogs(source(1), parts.live)];
  return computed(() =>
    tailings.flatMap((tailing, at) => {
      const nodeId = nodeIds()[at];
      if (nodeId === undefined) return [];
      return [{ nodeId, nodeName: nameOf(nodeId, parts.nodes()), tailing }];
    }),
  );
}

export function nameOf(nodeId: string | null, nodes: readonly PairNode[]): string {
  return nodes.find((node) => node.nodeId === nodeId)?.name ?? 'That gateway';
}

function shownIds({ filter, nodes, hereId }: PaneParts): string[] {
  const { nodeId } = filter();
  if (nodeId === bothNodes && nodes().length > 0) return nodes().map((node) => node.nodeId);
  const one = nodeId === bothNodes ? null : nodeId;
  return [one ?? hereId()].filter((id) => id !== null);
}
