import type { Provider, ProviderId } from '#contract/providers';
import { configResources } from './providers/config-resource.ts';
import { projects } from './providers/projects.ts';
import { security } from './providers/security.ts';
import { tagConfigResources } from './providers/tag-config-resource.ts';

export interface ProviderDefinition {
  id: ProviderId;
  name: string;
  kind: Provider['kind'];
  /** `chain`: change by change, by the one log of the configuration. `whole`: all of it after each change. */
  by: 'chain' | 'whole';
}

/** Everything that is replicated. A new provider is a file and a line here. */
export const providerList: readonly ProviderDefinition[] = [projects, configResources, tagConfigResources, security];

export const chainProviders: readonly ProviderId[] = providerList
  .filter(({ by }) => by === 'chain')
  .map(({ id }) => id);
