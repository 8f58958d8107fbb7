import type { NewEvent } from '../event-store.ts';

const twoChoices =
  'Nothing was changed on either. An administrator has to choose: restore the Master from the Backup, or replace what ' +
  'the Backup holds. Neither can be done from the console yet.';

/** What is written down of the synchronisation, as both nodes say it. */
export const events = {
  fullSyncWanted: (because: string): NewEvent => ({
    severity: 'info',
    reasonCode: 'fullSyncDataOnly',
    reason: `A full synchronisation (data only) is required: ${because}`,
    provider: null,
  }),
  fullSyncDone: (): NewEvent => ({
    severity: 'info',
    reasonCode: 'fullSyncDone',
    reason: 'The full synchronisation is done: both nodes hold the same configuration',
    provider: null,
  }),
  fullSyncFailed: (problem: string): NewEvent => ({
    severity: 'error',
    reasonCode: 'fullSyncFailed',
    reason: `The full synchronisation failed, the configuration of the Backup is as it was: ${problem}`,
    provider: null,
  }),
  diverged: (): NewEvent => ({
    severity: 'error',
    reasonCode: 'diverged',
    reason: `The configurations of the two nodes have different histories. ${twoChoices}`,
    provider: null,
  }),
};
