import type { GatewayNetworkSetup, RedundancyConfig } from '#contract/redundancy-config';

type Typed<T> = T extends number
  ? number | null
  : T extends boolean
    ? boolean
    : T extends string
      ? string
      : { [K in keyof T]: Typed<T[K]> };

/** What stands in the form: a number is `null` while its field is empty. */
export type ConfigDraft = Typed<RedundancyConfig>;

export type NetworkMember = Exclude<keyof GatewayNetworkSetup, 'sendThreads' | 'receiveThreads'>;
type OwnMember = Exclude<
  keyof RedundancyConfig,
  'gatewayNetworkSetup' | 'syncTimoutSecs' | 'autoDetectLocal' | 'localInterface'
>;
/** A setting that the page shows. */
export type ConfigMember = OwnMember | NetworkMember;
export type FlagMember = 'useActiveUptimeToResolveConflict' | 'enableSsl';
export type TextMember = 'role' | 'standbyActivityLevel' | 'masterRecoveryMode' | 'activeHistoryLevel' | 'host';
export type NumberMember = Exclude<ConfigMember, FlagMember | TextMember>;
export type ConfigValue = string | number | boolean | null;

const networkMembers: readonly string[] = [
  'host',
  'port',
  'enableSsl',
  'pingRate',
  'pingTimeout',
  'pingMaxMissed',
  'websocketTimeout',
  'httpConnectTimeout',
  'httpReadTimeout',
] satisfies NetworkMember[];

export function isNetworkMember(member: ConfigMember): member is NetworkMember {
  return networkMembers.includes(member);
}

export function valueOf(draft: ConfigDraft, member: ConfigMember): ConfigValue {
  return isNetworkMember(member) ? draft.gatewayNetworkSetup[member] : draft[member];
}

/** Where the member stands in the settings, as the gateway names it. */
export function pointerOf(member: ConfigMember): string {
  return isNetworkMember(member) ? `/gatewayNetworkSetup/${member}` : `/${member}`;
}

/** `to` with one member of `from`. */
export function withMember(member: ConfigMember, from: ConfigDraft, to: ConfigDraft): ConfigDraft {
  if (!isNetworkMember(member)) return { ...to, [member]: from[member] };
  const gatewayNetworkSetup = { ...to.gatewayNetworkSetup, [member]: from.gatewayNetworkSetup[member] };
  return { ...to, gatewayNetworkSetup };
}
