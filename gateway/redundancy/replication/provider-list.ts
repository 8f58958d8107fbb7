import type { Provider, ProviderId } from '#contract/providers';
import { alarmState } from './providers/alarm-state.ts';
import { audit } from './providers/audit.ts';
import { changeovers } from './providers/changeovers.ts';
import { configResources } from './providers/config-resource.ts';
import { modules } from './providers/modules.ts';
import { events } from './providers/events.ts';
import { projects } from './providers/projects.ts';
import { security } from './providers/security.ts';
import { tagConfigResources } from './providers/tag-config-resource.ts';
import { tagValues } from './providers/tag-values.ts';

export interface ProviderDefinition {
  id: ProviderId;
  name: string;
  kind: Provider['kind'];
  /**
   * `chain`: change by change, by the one log of the configuration. `whole`: all of it after each change.
   * `runtime`: key by key, from the active node.
   * `records`: what either node writes down, united on both.
   */
  by: 'chain' | 'whole' | 'runtime' | 'records';
  /** Of `records`: how many are kept; the oldest go first. */
  most?: number;
}

/** Everything that is replicated. A new provider is a file and a line here. */
export const providerList: readonly ProviderDefinition[] = [
  projects,
  configResources,
  tagConfigResources,
  modules,
  security,
  tagValues,
  alarmState,
  audit,
  changeovers,
  events,
];

export const chainProviders: readonly ProviderId[] = providerList
  .filter(({ by }) => by === 'chain')
  .map(({ id }) => id);
