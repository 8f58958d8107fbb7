import type { NewEvent } from '../../records/event-store.ts';

/** What is written down of modules that one node sends to the other. */
export const moduleEvents = {
  wanted: (names: string): NewEvent => ({
    severity: 'info',
    reasonCode: 'fullSyncFull',
    reason: `A full synchronisation (full, with modules) is required: this node lacks ${names}`,
    provider: 'modules',
  }),
  taken: (id: string): NewEvent => ({
    severity: 'info',
    reasonCode: 'moduleTaken',
    reason: `The module ${id} was taken over from the other node; the subsystems are restarted for it`,
    provider: 'modules',
  }),
};
