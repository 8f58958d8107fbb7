import type { ProviderDefinition } from '../provider-list.ts';

export const modules: ProviderDefinition = { id: 'modules', name: 'Modules', kind: 'config', by: 'chain' };
