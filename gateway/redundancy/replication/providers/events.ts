import type { ProviderDefinition } from '../provider-list.ts';

export const events: ProviderDefinition = {
  id: 'events',
  name: 'System events',
  kind: 'shared',
  by: 'records',
  most: 10_000,
};
