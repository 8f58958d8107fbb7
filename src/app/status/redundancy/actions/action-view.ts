import type { DivergenceChoice } from '#contract/divergence';
import type { ActionPreflight, GwactionPreflight, RefusalCode } from '#contract/gwaction';
import { refusalSentences } from '#contract/gwaction-sentences';
import type { RedundancyStatus } from '#contract/redundancy-status';
import type { UserRole } from '#contract/roles';
import type { Failure } from '../../../gateways/failure.ts';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import type { PairNode } from '../../../gateways/pair-selectors.ts';

export type ActionKind =
  'failover' | 'resync' | 'maintenance' | 'endMaintenance' | 'resumeTakeBack' | 'activate' | DivergenceChoice;

/** What a person can order, named by its direction. */
export interface ActionView {
  kind: ActionKind;
  /** The same for as long as the page is open. */
  id: string;
  label: string;
  /** Why it cannot be pressed; `null`: it can. */
  because: string | null;
  /** What is to be known beside a button that can be pressed. */
  note: string | null;
  /** The nodes that are asked to do it, and the name of the first. */
  askedIds: readonly string[];
  asked: string;
  other: string;
  /** What will happen, one sentence each. */
  consequences: readonly string[];
}

/** What a node says of its actions, and when it said so. */
export type PreflightAnswer = { ok: true; value: GwactionPreflight; at: number } | { ok: false; failure: Failure };

export interface ActionsInput {
  pair: readonly PairNode[];
  /** The node that is active, as far as it is seen. */
  activeId: string | null;
  /** By node id. */
  preflights: Readonly<Record<string, PreflightAnswer | undefined>>;
  /** What the nodes say that answer now, by node id. */
  live: Readonly<Record<string, RedundancyStatus | undefined>>;
  userRole: UserRole;
  /** The action that is under way. */
  running: string | null;
}

/** Who is asked, and which of its actions it is. */
export interface Asked {
  node: PairNode;
  other: string;
  action: keyof GwactionPreflight;
}

/** Why the button cannot be pressed; `null`: it can. */
export function refusal(input: ActionsInput, { node, other, action }: Asked): string | null {
  if (input.userRole !== 'administrator') return `As ${input.userRole} you may look, but not do this.`;
  if (input.running !== null) return 'Another action is under way.';
  const preflight = input.preflights[node.nodeId];
  if (preflight === undefined) return `Asking ${node.name} whether it is possible …`;
  if (!preflight.ok) return failureSentence(preflight.failure, node.name);
  // It said so before it fell silent.
  if (input.live[node.nodeId] === undefined) return failureSentence({ kind: 'noAnswer' }, node.name);
  const said: ActionPreflight | undefined = preflight.value[action];
  if (said === undefined) return `${node.name} runs an older version that cannot do this.`;
  if (said.possible) return null;
  const active = input.pair.find(({ nodeId }) => nodeId === input.activeId)?.name ?? other;
  return refusalsInWords(said.refusals, active, other) || `${node.name} refuses without saying why.`;
}

export function refusalsInWords(codes: readonly RefusalCode[], active: string, peer: string): string {
  const sentences = codes.map((code) => refusalSentences[code]);
  return sentences.map((text) => text.replaceAll('{active}', active).replaceAll('{peer}', peer)).join(' ');
}

/** The node that is active, and the other one, as far as they are known. */
export function sidesOf({ pair, activeId }: ActionsInput) {
  return {
    active: pair.find(({ nodeId }) => nodeId === activeId),
    standby: pair.find(({ nodeId }) => nodeId !== activeId),
  };
}

/** What cannot be named yet, since not enough is known of the pair. */
export function unnamed(kind: ActionKind, label: string, because: string): ActionView {
  return { kind, id: kind, label, because, note: null, askedIds: [], asked: '', other: '', consequences: [] };
}
