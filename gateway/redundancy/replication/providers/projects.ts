import type { ProviderDefinition } from '../provider-list.ts';

export const projects: ProviderDefinition = { id: 'projects', name: 'Projects', kind: 'config', by: 'chain' };
