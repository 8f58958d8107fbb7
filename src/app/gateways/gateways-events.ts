import { createActionGroup, emptyProps, props } from '@ngrx/store';
import type { RelayedStatus, RedundancyStatus } from '#contract/redundancy-status';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import type { Failure, Received } from './failure.ts';

/** What came back from the gateways. */
export const gatewaysEvents = createActionGroup({
  source: 'Gateways',
  events: {
    /** The node that the page came from, or the other one, said how it is. */
    'Status Answered': props<{ here: boolean; status: RedundancyStatus; received: Received }>(),
    /** `nodeId` is `null` while nobody has said who should have answered. */
    'Status Failed': props<{ nodeId: string | null; failure: Failure; at: number }>(),
    /** The node `by` passed on what `nodeId` last told it. */
    'Relay Answered': props<{ nodeId: string; by: string; relayed: RelayedStatus; received: Received }>(),
    'Directory Answered': props<{ nodes: RuntimeNodes }>(),
    /** Somebody else signs in: nothing of what the last one saw is kept. */
    Forgotten: emptyProps(),
  },
});
