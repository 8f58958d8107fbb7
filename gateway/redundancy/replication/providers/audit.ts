import type { ProviderDefinition } from '../provider-list.ts';

export const audit: ProviderDefinition = { id: 'audit', name: 'Audit', kind: 'shared', by: 'records', most: 10_000 };
