import type { ProviderDefinition } from '../provider-list.ts';

export const alarmState: ProviderDefinition = {
  id: 'alarm-state',
  name: 'Alarm state',
  kind: 'runtime',
  by: 'runtime',
};
