import type { ProviderDefinition } from '../provider-list.ts';

export const changeovers: ProviderDefinition = {
  id: 'changeovers',
  name: 'Changeovers',
  kind: 'shared',
  by: 'records',
  most: 1000,
};
