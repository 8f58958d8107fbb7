import { hash } from 'node:crypto';
import type { LogRow, Position } from '#contract/replication-frames';

/** Rows that do not continue the history of this node: nothing of them is applied. */
export class BrokenChain extends Error {}

/** Of the row and, by the hash before it, of every row until there. */
export function hashOf(row: LogRow): string {
  const { revision, provider, type, name, value, epoch, author, at, previousHash } = row;
  const of = epoch === null ? null : [epoch.number, epoch.nodeId];
  const text = JSON.stringify([revision, provider, type, name, value, of, author, at]);
  return hash('sha256', `${previousHash}\n${text}`, 'base64url');
}

/** Where the history of a lineage begins. */
export function originOf(lineage: string): Position {
  return { lineage, revision: 0, hash: lineage };
}

/** The position after the row. Throws `BrokenChain` if it does not follow on this one. */
export function follow(position: Position, row: LogRow): Position {
  if (row.revision !== position.revision + 1 || row.previousHash !== position.hash) {
    throw new BrokenChain(`Change ${row.revision} does not continue the history at ${position.revision}`);
  }
  return { lineage: position.lineage, revision: row.revision, hash: hashOf(row) };
}

export function samePosition(one: Position | null, other: Position | null): boolean {
  if (one === null || other === null) return one === other;
  return one.lineage === other.lineage && one.revision === other.revision && one.hash === other.hash;
}

/** SHA-256, as parts of a full synchronisation carry it. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** What a full synchronisation is called: by all that is in it. */
export function snapshotId(position: Position, digests: readonly string[]): string {
  return digestOf([position.lineage, position.revision, position.hash, ...digests].join('\n'));
}
