import type { ProviderId } from '#contract/providers';
import type { Receipt } from '#contract/runtime-frames';
import type { NewEvent } from '../../records/event-store.ts';
import { providerList } from '../provider-list.ts';

/** What is written down of runtime state. */
export const runtimeEvents = {
  fullSync: (provider: ProviderId, because: string): NewEvent => ({
    severity: 'info',
    reasonCode: 'runtimeFullSync',
    reason: `A full synchronisation of ${nameOf(provider)} is required: ${because}`,
    provider,
  }),
  differs: (provider: ProviderId): NewEvent => ({
    severity: 'error',
    reasonCode: 'digestMismatch',
    reason: 'After a transfer the two nodes did not hold the same. Everything is asked for again',
    provider,
  }),
  refused: (provider: ProviderId, problem: string): NewEvent => ({
    severity: 'error',
    reasonCode: 'runtimeRefused',
    reason: `What the other node sent was refused, and nothing of it was taken: ${problem}`,
    provider,
  }),
  notCarriedOver: ({ writes }: Receipt): NewEvent => ({
    severity: 'warning',
    reasonCode: 'writesNotCarriedOver',
    reason:
      `${writes.length} answered ${writes.length === 1 ? 'write was' : 'writes were'} not carried over: the data of ` +
      'the other node was the newer. They are listed in a receipt',
    provider: writes[0]?.map ?? null,
  }),
};

function nameOf(provider: ProviderId): string {
  return providerList.find(({ id }) => id === provider)?.name.toLowerCase() ?? provider;
}
