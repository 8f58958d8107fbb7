import type { ProviderDefinition } from '../provider-list.ts';

export const tagConfigResources: ProviderDefinition = {
  id: 'tag-config-resource',
  name: 'Tag config resources',
  kind: 'config',
  by: 'chain',
};
