import type { ProviderDefinition } from '../provider-list.ts';

export const configResources: ProviderDefinition = {
  id: 'config-resource',
  name: 'Config resources',
  kind: 'config',
  by: 'chain',
};
