import type { ActionPreflight, GwactionPreflight, RefusalCode } from '#contract/gwaction';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import type { ActionsInput, PreflightAnswer } from './action-view.ts';
import { nodeA, nodeB } from '../redundancy.testing.ts';

export function possible(...refusals: RefusalCode[]): ActionPreflight {
  return { possible: refusals.length === 0, refusals, targetName: 'B' };
}

/** What a node says of its actions, unless a story says otherwise: everything is possible. */
export function preflightOf(change: Partial<GwactionPreflight> = {}): GwactionPreflight {
  return {
    failover: possible(),
    resync: possible(),
    maintenance: possible(),
    endMaintenance: possible('notInMaintenance'),
    resumeTakeBack: possible('notSuspended'),
    activate: { ...possible('peerActive'), silentForMs: 200 },
    ...change,
  };
}

export function said(change: Partial<GwactionPreflight> = {}): PreflightAnswer {
  return { ok: true, value: preflightOf(change), at: exampleAt };
}

/** A protected pair, A active, seen by an administrator. */
export function actionsInput(change: Partial<ActionsInput> = {}): ActionsInput {
  return {
    pair: [nodeA, nodeB],
    activeId: 'id-a',
    preflights: { 'id-a': said(), 'id-b': said({ failover: possible('notActive') }) },
    live: { 'id-a': masterStatus(), 'id-b': backupStatus() },
    userRole: 'administrator',
    running: null,
    ...change,
  };
}
