import type { Action } from '@ngrx/store';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { backupStatus, masterStatus, plainStatus } from '#contract/status.testing';
import { gatewaysEvents } from './gateways-events.ts';
import { gatewaysReducer } from './gateways-reducer.ts';
import { gatewaysFeature, selectRelays } from './gateways-selectors.ts';
import { addressesOf, initialGateways, type GatewaysState } from './gateways-state.ts';
import { pairOf } from './pair-selectors.ts';
import { verdictOn } from './verdict-now.ts';

describe('What is known of the gateways', () => {
  it('is kept by the id that a node tells, and remembers which one the page came from', () => {
    const state = after(answered(masterStatus(), 1000, { here: true }), answered(backupStatus(), 1100));
    expect(state.hereId).toBe('id-a');
    expect(Object.keys(state.nodes)).toEqual(['id-a', 'id-b']);
    expect(gatewaysFeature.selectOtherIds.projector(['id-a', 'id-b'], 'id-a')).toEqual(['id-b']);
  });

  it('knows a gateway without our part of the status by its local id', () => {
    const state = after(answered(plainStatus(masterStatus({ localId: 'gw-7' })), 1000, { here: true }));
    expect(state.hereId).toBe('gw-7');
  });

  it('[S1] keeps the last good value when a poll fails, and since when it fails', () => {
    const state = after(answered(masterStatus(), 1000, { here: true }), failed(2000), failed(3000));
    const facts = state.nodes['id-a'];
    expect(facts?.statement?.receivedAt).toBe(1000);
    expect(facts?.failure).toEqual({ reason: { kind: 'noAnswer' }, since: 2000 });
  });

  it('forgets a failure with the next answer', () => {
    const state = after(answered(masterStatus(), 1000), failed(2000), answered(masterStatus(), 3000));
    expect(state.nodes['id-a']?.failure).toBeNull();
  });

  it('[S3] remembers since when a node has been seen at its activity level', () => {
    const before = after(answered(backupStatus(), 1000), answered(backupStatus(), 2000));
    expect(before.nodes['id-b']?.levelSeenAt).toBe(990);
    const later = gatewaysReducer(before, answered(backupStatus({ activityLevel: 'Active' }), 3000));
    expect(later.nodes['id-b']?.levelSeenAt).toBe(2990);
  });

  it('[S3] sees another spell where the node was started anew or took over again, though nobody saw what was between', () => {
    const epoch = { number: 4, nodeId: 'id-a' };
    const before = after(answered(masterStatus({ understudy: { epoch } }), 1000));
    const restarted = masterStatus({ uptime: 500, understudy: { epoch } });
    expect(gatewaysReducer(before, answered(restarted, 3000)).nodes['id-a']?.levelSeenAt).toBe(2990);
    const again = masterStatus({ understudy: { epoch: { ...epoch, number: 6 } } });
    expect(gatewaysReducer(before, answered(again, 3000)).nodes['id-a']?.levelSeenAt).toBe(2990);
  });

  it('[S3] is no split brain when a Master that was killed has taken back before the Backup is asked again', () => {
    const active = { number: 5, nodeId: 'id-b' };
    const state = after(
      answered(masterStatus(), 1000, { here: true }),
      failed(2000),
      answered(backupStatus({ activityLevel: 'Active', peerConnected: false, understudy: { epoch: active } }), 3000),
      answered(masterStatus({ uptime: 900, understudy: { epoch: { number: 6, nodeId: 'id-a' } } }), 3500),
    );
    expect(verdictOn(state, 3600).code).not.toBe('splitBrain');
  });

  it('[S1] takes what another node passes on, as old as that node says', () => {
    const state = after(answered(masterStatus(), 5000, { here: true }), relayed(backupStatus(), 6000, 400));
    expect(state.nodes['id-b']?.statement).toEqual(
      jasmine.objectContaining({ receivedAt: 5600, askedAt: 5590, relayedBy: 'id-a' }),
    );
  });

  it('[S1] prefers what a node said itself to older news of it', () => {
    const state = after(answered(backupStatus(), 5900), relayed(backupStatus(), 6000, 400));
    expect(state.nodes['id-b']?.statement?.relayedBy).toBeNull();
  });

  it('does not take news of one node for news of another', () => {
    const state = after(relayed(masterStatus(), 6000, 400));
    expect(state.nodes).toEqual({});
  });

  it('[S1] knows a node that lost its data directory by its new id alone, where the page came from it', () => {
    const again = masterStatus({ localId: 'id-a2', understudy: { nodeId: 'id-a2' } });
    const state = after(
      answered(masterStatus(), 1000, { here: true }),
      answered(backupStatus(), 1000),
      failed(2000),
      answered(again, 3000, { here: true }),
    );
    expect(pairOf(state).map(({ nodeId }) => nodeId)).toEqual(['id-a2', 'id-b']);
    const behindBalancer = after(
      answered(masterStatus(), 1000, { here: true }),
      answered(backupStatus(), 2000, { here: true }),
    );
    expect(pairOf(behindBalancer).map(({ nodeId }) => nodeId)).toEqual(['id-a', 'id-b']);
  });

  it('[S1] knows it by its new id alone where the other node names that', () => {
    const backup = backupStatus({ localId: 'id-b1', understudy: { nodeId: 'id-b1' } });
    const known = [answered(masterStatus(), 1000, { here: true }), answered(backup, 1000)];
    const ids = (...events: Action[]) => pairOf(after(...known, ...events)).map(({ nodeId }) => nodeId);
    expect(ids(failed(2000, 'id-b1'), directory())).toEqual(['id-a', 'id-b']);
    expect(ids(directory())).toEqual(['id-a', 'id-b', 'id-b1']);
    expect(ids(failed(2000))).toEqual(['id-a', 'id-b1']);
  });

  it('asks for news of a silent node where the link to it is up, and nowhere else', () => {
    const linked = after(answered(masterStatus(), 1000, { here: true }), directory(), failed(2000, 'id-b'));
    expect(relaysOf(linked)).toEqual([{ nodeId: 'id-b', by: 'id-a' }]);
    const unlinked = gatewaysReducer(linked, answered(masterStatus({ peerConnected: false }), 3000));
    expect(relaysOf(unlinked)).toEqual([]);
  });

  it('tries the address that answered last before the ones that it was told of', () => {
    const state = after(answered(masterStatus(), 1000, { here: true }), directory());
    expect(addressesOf(state, 'id-a')).toEqual(['']);
    expect(addressesOf(state, 'id-b')).toEqual(['http://b-1:8088', 'http://b-2:8088']);
    const known = gatewaysReducer(state, answered(backupStatus(), 2000, { address: 'http://b-2:8088' }));
    expect(addressesOf(known, 'id-b')).toEqual(['http://b-2:8088', 'http://b-1:8088']);
  });

  it('[S1] lists the Master first, whoever is active and whoever was heard first', () => {
    const state = after(
      answered(backupStatus({ activityLevel: 'Active' }), 1000, { here: true }),
      answered(masterStatus({ activityLevel: 'Warm' }), 1100),
    );
    const pair = pairOf(state);
    expect(pair.map(({ name, role, here }) => [name, role, here])).toEqual([
      ['A', 'Master', false],
      ['B', 'Backup', true],
    ]);
  });
});

function after(...events: Action[]): GatewaysState {
  return events.reduce(gatewaysReducer, initialGateways);
}

function answered(status: RedundancyStatus, receivedAt: number, { here = false, address = '' } = {}) {
  const received = { askedAt: receivedAt - 10, receivedAt, address, etag: null };
  return gatewaysEvents.statusAnswered({ here, status, received });
}

function failed(at: number, nodeId = 'id-a') {
  return gatewaysEvents.statusFailed({ nodeId, failure: { kind: 'noAnswer' }, at });
}

function relayed(status: RedundancyStatus, receivedAt: number, ageMs: number) {
  const received = { askedAt: receivedAt - 10, receivedAt, address: '', etag: null };
  const news = { status, measuredAt: 0, ageMs };
  return gatewaysEvents.relayAnswered({ nodeId: 'id-b', by: 'id-a', relayed: news, received });
}

function directory() {
  const probeAddresses = ['http://b-1:8088', 'http://b-2:8088'];
  const node = { nodeId: 'id-b', name: 'B', role: 'Backup' as const, probeAddresses, destination: null };
  return gatewaysEvents.directoryAnswered({ nodes: { pairId: 'pair', nodes: [node] } });
}

function relaysOf(state: GatewaysState) {
  return selectRelays.projector(['id-a', 'id-b'], state.nodes);
}
