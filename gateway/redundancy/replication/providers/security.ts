import type { ProviderDefinition } from '../provider-list.ts';

export const security: ProviderDefinition = { id: 'security', name: 'Security', kind: 'config', by: 'whole' };
