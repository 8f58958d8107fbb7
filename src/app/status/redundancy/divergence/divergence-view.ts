import type { KeptBackup, KeptBackups } from '#contract/divergence';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
import type { Heard } from '../../../gateways/poll-pair.ts';
import { bytesInWords } from '../../../ui/bytes.ts';
import { momentInUtc, momentInWords } from '../../../ui/moment.ts';

/** A configuration that was replaced, in words. */
export interface BackupRow {
  id: string;
  nodeId: string;
  node: string;
  at: string;
  hover: string;
  because: string;
  content: string;
}

export interface BackupsView {
  rows: readonly BackupRow[];
  /** Of which node they are not known, and why. */
  problems: readonly string[];
}

/** Newest first, of both nodes. */
export function backupsView(
  pair: readonly PairNode[],
  heard: Readonly<Record<string, Heard<KeptBackups>>>,
  now: number,
): BackupsView {
  const found = pair.flatMap((node) =>
    (heard[node.nodeId]?.value?.items ?? []).map((kept) => ({ kept, row: rowOf(node, kept, now) })),
  );
  const problems = pair.flatMap(({ nodeId, name }) => {
    const failure = heard[nodeId]?.failure ?? null;
    return failure === null ? [] : [failureSentence(failure, name)];
  });
  return { rows: found.sort((one, other) => other.kept.at - one.kept.at).map(({ row }) => row), problems };
}

function rowOf({ nodeId, name }: PairNode, { id, at, because, resources, bytes }: KeptBackup, now: number): BackupRow {
  const content = `${resources} ${resources === 1 ? 'resource' : 'resources'}, ${bytesInWords(bytes)}`;
  const when = { at: momentInWords(at, now), hover: momentInUtc(at) };
  return { id, nodeId, node: name, ...when, because, content };
}
