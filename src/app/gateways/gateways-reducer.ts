import { createReducer, on } from '@ngrx/store';
import type { Role } from '#contract/roles';
import type { RuntimeNode } from '#contract/runtime-nodes';
import { goesOn } from '#contract/verdict-scene';
import type { Failure } from './failure.ts';
import { gatewaysEvents } from './gateways-events.ts';
import { initialGateways, nodeIdOf, type GatewaysState, type NodeFacts, type Statement } from './gateways-state.ts';

export const gatewaysReducer = createReducer(
  initialGateways,
  on(gatewaysEvents.statusAnswered, (state, { here, status, received }): GatewaysState => {
    const nodeId = nodeIdOf(status);
    const { askedAt, receivedAt, address } = received;
    const facts = said(factsOf(state, nodeId), { status, askedAt, receivedAt, relayedBy: null });
    const before = here ? { ...withoutFormer(state, nodeId, status.role), hereId: nodeId } : state;
    return withFacts(before, { ...facts, address, failure: null });
  }),
  on(gatewaysEvents.statusFailed, (state, { nodeId, failure, at }): GatewaysState => {
    if (nodeId === null) return state;
    const facts = factsOf(state, nodeId);
    return withFacts(state, { ...facts, failure: failed(facts, failure, at) });
  }),
  on(gatewaysEvents.relayAnswered, (state, { nodeId, by, relayed, received }): GatewaysState => {
    if (nodeIdOf(relayed.status) !== nodeId) return state;
    const receivedAt = received.receivedAt - relayed.ageMs;
    const askedAt = received.askedAt - relayed.ageMs;
    return withFacts(
      state,
      said(factsOf(state, nodeId), { status: relayed.status, askedAt, receivedAt, relayedBy: by }),
    );
  }),
  on(gatewaysEvents.directoryAnswered, (state, { nodes: { nodes: directory } }): GatewaysState => {
    return { ...withNodes(state, (facts) => !isReplaced(facts, directory)), directory };
  }),
  on(gatewaysEvents.forgotten, (): GatewaysState => initialGateways),
);

/**
 * Where the page came from another node answers in the same role: the one that was there lost its data directory, and
 * its id with it. (Behind a load balancer it is the node of the other role that answers.)
 */
function withoutFormer(state: GatewaysState, nodeId: string, role: Role): GatewaysState {
  const { hereId } = state;
  if (hereId === null || hereId === nodeId || state.nodes[hereId]?.statement?.status.role !== role) return state;
  const directory = state.directory.filter((node) => node.nodeId !== hereId);
  return { ...withNodes(state, ({ nodeId: id }) => id !== hereId), directory };
}

/** It is silent, and the nodes name another one in its place. */
function isReplaced({ nodeId, statement, failure }: NodeFacts, directory: readonly RuntimeNode[]): boolean {
  if (failure === null || directory.some((node) => node.nodeId === nodeId)) return false;
  return directory.some(({ role }) => role === statement?.status.role);
}

function factsOf(state: GatewaysState, nodeId: string): NodeFacts {
  return state.nodes[nodeId] ?? { nodeId, statement: null, levelSeenAt: 0, address: null, failure: null };
}

function withNodes(state: GatewaysState, isKept: (facts: NodeFacts) => boolean): GatewaysState {
  return { ...state, nodes: Object.fromEntries(Object.entries(state.nodes).filter(([, facts]) => isKept(facts))) };
}

function withFacts(state: GatewaysState, facts: NodeFacts): GatewaysState {
  return { ...state, nodes: { ...state.nodes, [facts.nodeId]: facts } };
}

/** A statement counts if it is newer than the last: a relayed one may be older than what the node said itself. */
function said(facts: NodeFacts, statement: Statement): NodeFacts {
  const last = facts.statement;
  if (last !== null && last.receivedAt >= statement.receivedAt) return facts;
  const stayed = last !== null && goesOn(last.status, statement.status);
  return { ...facts, statement, levelSeenAt: stayed ? facts.levelSeenAt : statement.askedAt };
}

function failed(facts: NodeFacts, reason: Failure, at: number): NodeFacts['failure'] {
  return { reason, since: facts.failure?.since ?? at };
}
