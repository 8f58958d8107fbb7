import type { ProviderDefinition } from '../provider-list.ts';

export const tagValues: ProviderDefinition = { id: 'tag-values', name: 'Tag values', kind: 'runtime', by: 'runtime' };
