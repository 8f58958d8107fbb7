import type { Provider, Providers } from '#contract/providers';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import { freshness } from '#contract/freshness';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import { clockOffsetMs } from '../../../gateways/node-clock.ts';
import { pairOf, type PairNode } from '../../../gateways/pair-selectors.ts';
import { isNotReported, type Heard } from '../../../gateways/poll-pair.ts';
import { isSilent } from '../../../gateways/silence.ts';
import { bytesInWords } from '../../../ui/bytes.ts';
import { momentInWords } from '../../../ui/moment.ts';
import { ageInWords } from '../../../ui/span.ts';
import {
  receiveColumns,
  groupsOf,
  receiveRow,
  sendColumns,
  sendRow,
  type ProviderColumn,
  type ProviderContext,
  type ProviderGroup,
} from './providers-tables.ts';

export const providersPeriodMs = 2000;
/** In steps, so that no time flickers with the length of each request. */
const clockStepMs = 100;

/** What one node says of what it sends and receives. */
export interface NodeProviders {
  nodeId: string;
  /** "no answer since 02:14:07 (3 min ago)": the rows are of then. `null`: they are of now. */
  asOf: string | null;
  /** Said instead of tables, or of why there is nothing newer. */
  notes: readonly string[];
  tables: readonly ProvidersTable[];
  /** Nothing was heard of it yet: its tables are still to come. */
  waiting: boolean;
}

/** All that goes one way, as the node at one end of it sees it. */
export interface ProvidersTable {
  direction: Provider['direction'];
  /** "A sends to B" */
  title: string;
  /** Why what is in it stands still. */
  note: string | null;
  columns: readonly ProviderColumn[];
  groups: readonly ProviderGroup[];
}

type AllHeard = Readonly<Record<string, Heard<Providers>>>;

/** `shownAt`: since when somebody looks; nothing was asked before. */
export function providersView(state: GatewaysState, heard: AllHeard, now: number, shownAt: number): NodeProviders[] {
  const pair = pairOf(state);
  return pair.map((node) => {
    const other = pair.find(({ nodeId }) => nodeId !== node.nodeId)?.name ?? 'the other node';
    return nodeProviders(node, other, state, { heard: heard[node.nodeId], now, shownAt });
  });
}

interface Asked {
  heard: Heard<Providers> | undefined;
  now: number;
  shownAt: number;
}

function nodeProviders(node: PairNode, other: string, state: GatewaysState, asked: Asked): NodeProviders {
  const { nodeId, name } = node;
  const { heard, now, shownAt } = asked;
  const nothing = { nodeId, asOf: null, tables: [], waiting: false };
  if (heard === undefined) {
    return { ...nothing, notes: [unheard(node, state)], waiting: (state.nodes[nodeId]?.failure ?? null) === null };
  }
  if (heard.failure !== null && isNotReported(heard.failure))
    return { ...nothing, notes: [`Not reported by ${name}.`] };
  const trouble = heard.failure === null ? [] : [failureSentence(heard.failure, name)];
  if (heard.value === null || heard.receivedAt === null) return { ...nothing, notes: trouble };
  const gone = heard.failure !== null && isSilent(state, nodeId, now);
  const live = !gone && freshness(Math.max(heard.receivedAt, shownAt), now, providersPeriodMs) === 'live';
  const away = state.nodes[nodeId]?.statement?.status.peerConnected === false && live ? other : null;
  const skewMs = Math.round((clockOffsetMs(state, nodeId) ?? 0) / clockStepMs) * clockStepMs;
  const { items } = heard.value;
  // It may have answered other questions while nobody looked here.
  const answeredAt = Math.max(heard.receivedAt, lastAnswerAt(state, nodeId));
  const since = `${momentInWords(answeredAt, now)} (${ageInWords(now - answeredAt)})`;
  return {
    nodeId,
    asOf: live ? null : `no answer since ${since}`,
    notes: [...(live ? [] : trouble), ...(items.length === 0 ? [emptyInWords(node)] : [])],
    tables: tables(items, name, other, { now, skewMs, live, away }),
    waiting: false,
  };
}

function emptyInWords({ name, role }: PairNode): string {
  return role === 'Independent'
    ? `${name} has no partner: it sends and receives nothing.`
    : `No provider yet on ${name}.`;
}

/** What the other node relays is no answer. */
function lastAnswerAt({ nodes }: GatewaysState, nodeId: string): number {
  const statement = nodes[nodeId]?.statement ?? null;
  return statement === null || statement.relayedBy !== null ? 0 : statement.receivedAt;
}

/** Nothing is asked of a node that never said how it is. */
function unheard({ nodeId, name }: PairNode, { nodes }: GatewaysState): string {
  const failure = nodes[nodeId]?.failure ?? null;
  return failure === null ? `Asking ${name} …` : failureSentence(failure.reason, name);
}

/** What becomes of a backlog that grows and grows. */
function limitOf(items: Provider[], away: string): string {
  const limits = items.flatMap(({ pendingLimit }) => (pendingLimit === undefined ? [] : [pendingLimit]));
  if (limits.length === 0) return '';
  const kept = bytesInWords(Math.min(...limits));
  if (items.some(({ kind, fullSyncNeeded }) => kind === 'config' && fullSyncNeeded)) {
    return ` More was changed than the ${kept} that are kept: ${away} gets everything anew when it is back.`;
  }
  return ` Up to ${kept} of changes are kept; beyond that, ${away} gets everything anew.`;
}

function tables(items: Provider[], name: string, other: string, context: ProviderContext): ProvidersTable[] {
  const { away } = context;
  const sends: ProvidersTable = {
    direction: 'sends',
    title: `${name} sends to ${other}`,
    note: away === null ? null : `${away} is away: updates pile up here until it is back.${limitOf(items, away)}`,
    columns: sendColumns,
    groups: groupsOf(items, 'sends', (provider) => sendRow(provider, context)),
  };
  const receives: ProvidersTable = {
    direction: 'receives',
    title: `${name} receives from ${other}`,
    note: away === null ? null : `${away} is away: nothing can be pulled until it is back.`,
    columns: receiveColumns,
    groups: groupsOf(items, 'receives', (provider) => receiveRow(provider, context)),
  };
  return [sends, receives].filter(({ groups }) => groups.length > 0);
}
