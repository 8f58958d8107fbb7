import { misfitOf } from '#contract/misfit';
import type { RedundancyStatus } from '#contract/redundancy-status';
import type { Role } from '#contract/roles';
import { reason } from '#contract/verdict-codes';
import { fillSentence, reasonSentences } from '#contract/verdict-sentences';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import type { Freshness } from '#contract/freshness';
import type { GatewaysState, NodeFacts } from '../../../gateways/gateways-state.ts';
import { pairOf, type PairNode } from '../../../gateways/pair-selectors.ts';
import { freshnessOf } from '../../../gateways/silence.ts';
import { activeIdsOn } from '../../../gateways/verdict-now.ts';
import { ageInWords } from '../../../ui/span.ts';
import type { Fact } from '../../../ui/fact.ts';
import { momentInUtc, momentInWords } from '../../../ui/moment.ts';
import { nodeFacts } from './node-facts.ts';

/** What the card of a node shows. */
export interface NodeView {
  nodeId: string;
  name: string;
  role: Role;
  /** The page came from this node. */
  here: boolean;
  /** It counts as active, as in the verdict. */
  active: boolean;
  freshness: Freshness;
  /** "as of just now", "no answer since 02:14:07". */
  heard: string;
  /** Exact time of values that are not of now. */
  heardExactly: string | null;
  /** How old the values are, unless they are of now. */
  asOf: string | null;
  /** Why this browser does not hear it, and from whom it hears instead. */
  trouble: readonly string[];
  /** What keeps the node from becoming active. */
  blockers: readonly string[];
  facts: readonly Fact[];
}

/** `pageAddress`: where this page came from. */
export function nodeView(node: PairNode, gateways: GatewaysState, now: number, pageAddress: string): NodeView {
  const facts = gateways.nodes[node.nodeId];
  const statement = facts?.statement ?? null;
  const fresh = freshnessOf(gateways, node.nodeId, now);
  const names = Object.fromEntries(pairOf(gateways).map(({ nodeId, name }) => [nodeId, name]));
  return {
    nodeId: node.nodeId,
    name: node.name,
    role: node.role,
    here: node.here,
    active: activeIdsOn(gateways, now).includes(node.nodeId),
    freshness: fresh,
    heard: heard(facts, fresh, now, names),
    heardExactly: statement === null || fresh === 'live' ? null : momentInUtc(statement.receivedAt),
    asOf: statement === null || fresh === 'live' ? null : ageInWords(now - statement.receivedAt),
    trouble: trouble(node.name, facts, fresh, names),
    blockers: statement === null ? [] : blockers(node.name, statement.status),
    facts: statement === null ? [] : nodeFacts(statement, now, node.here ? pageAddress : (facts?.address ?? null)),
  };
}

function blockers(name: string, { understudy, projectState }: RedundancyStatus): string[] {
  return (understudy?.blockers ?? []).map((blocker) => {
    const code = blocker === 'incompatible' ? misfitOf([projectState]) : blocker;
    return fillSentence(reasonSentences[code].title, reason(code, name), null, null);
  });
}

type Names = Readonly<Record<string, string>>;

function heard(facts: NodeFacts | undefined, fresh: Freshness, now: number, names: Names): string {
  const statement = facts?.statement ?? null;
  if (statement === null) return 'has not answered yet';
  if (fresh !== 'live') {
    const said = facts?.failure == null ? 'last heard at' : 'no answer since';
    return `${said} ${momentInWords(statement.receivedAt, now)}`;
  }
  const age = `as of ${ageInWords(now - statement.receivedAt)}`;
  return statement.relayedBy === null ? age : `${age}, passed on by ${names[statement.relayedBy] ?? 'the other node'}`;
}

/** Why this browser does not hear the node; that it does not answer is said already. */
function trouble(name: string, facts: NodeFacts | undefined, fresh: Freshness, names: Names): string[] {
  const reason = facts?.failure?.reason;
  if (reason === undefined) return [];
  const by = facts?.statement?.relayedBy ?? null;
  if (by === null || fresh !== 'live') return reason.kind === 'noAnswer' ? [] : [failureSentence(reason, name)];
  const heardBy = `${failureSentence(reason, name)} ${names[by] ?? 'The other node'} hears it and passes on what it says.`;
  if (reason.kind !== 'noAnswer') return [heardBy];
  const causes = `A firewall may stand between this computer and ${name}`;
  return [`${heardBy} ${causes}, or this browser may not trust the certificate of ${name}.`];
}
