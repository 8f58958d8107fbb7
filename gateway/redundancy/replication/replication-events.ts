import type { NewEvent } from '../records/event-store.ts';

const twoChoices =
  'Nothing was changed on either. An administrator has to choose on Status > Redundancy: restore the Master from the ' +
  'Backup, or replace the Backup.';

const info = (reasonCode: NewEvent['reasonCode'], reason: string): NewEvent => ({
  ...{ severity: 'info', reasonCode, reason, provider: null },
});

/** What is written down of the synchronisation, as both nodes say it. */
export const events = {
  /** Those that nobody asked for are counted: they should be rare. */
  fullSyncWanted: ({ words, asked = false }: { words: string; asked?: boolean }) =>
    info(asked ? 'fullSyncAsked' : 'fullSyncDataOnly', `A full synchronisation (data only) is required: ${words}`),
  fullSyncResumed: (bytes: number, total: number) =>
    info(
      'fullSyncResumed',
      `The full synchronisation goes on where it broke off: ${megabytes(bytes)} of ${megabytes(total)} are there`,
    ),
  fullSyncHeld: () =>
    info(
      'fullSyncHeld',
      'The full synchronisation is put aside whole: the Backup is the active node, and takes it when it no longer is',
    ),
  fullSyncDone: () => info('fullSyncDone', 'The full synchronisation is done: both nodes hold the same configuration'),
  softRestarted: (tookMs: number) =>
    info(
      'softRestarted',
      `What runs on the configuration was started again in ${Math.round(tookMs)} ms (soft restart)`,
    ),
  softRestartFailed: (problem: string): NewEvent => ({
    ...{ severity: 'error', reasonCode: 'softRestarted', provider: null },
    reason: `What runs on the configuration could not be started again; it is tried again until it can: ${problem}`,
  }),
  /** `again`: how often changes are to fail before the next one; `undefined`: that does not count. */
  fullSyncFailed: (problem: string, again?: number): NewEvent => ({
    ...{ severity: 'error', reasonCode: 'fullSyncFailed', provider: null },
    reason:
      `The full synchronisation failed, the configuration of the Backup is as it was: ${problem}` +
      (again === undefined ? '' : `. It is tried again when the changes have failed ${again} times more`),
  }),
  changesFailed: (problem: string): NewEvent => ({
    ...{ severity: 'error', reasonCode: 'changesFailed', provider: null },
    reason: `The Backup could not apply changes of the configuration; it tries again until it can: ${problem}`,
  }),
  changesApplied: () => info('changesApplied', 'The Backup applies changes of the configuration again'),
  diverged: (): NewEvent => ({
    severity: 'error',
    reasonCode: 'diverged',
    reason: `The configurations of the two nodes have different histories. ${twoChoices}`,
    provider: null,
  }),
};

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
