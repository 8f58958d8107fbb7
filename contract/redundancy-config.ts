import * as z from 'zod/mini';
import { role, standbyActivityLevel } from './roles.ts';

const whole = (least: number, most: number, tooLittle = `At least ${least}`) =>
  z.int('Enter a whole number').check(z.minimum(least, tooLittle), z.maximum(most, `At most ${most}`));

const ipv6 = /^[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}$/;

function isHost(text: string): boolean {
  return /^[A-Za-z0-9._-]*$/.test(text) || ipv6.test(text.replace(/^\[(.*)\]$/, '$1'));
}

/** How the Backup reaches the Master, and how both watch each other. Names and units of the API that clients know. */
export const gatewayNetworkSetup = z.strictObject({
  /** Host name or address of the Master; empty on a Master. */
  host: z
    .string()
    .check(
      z.maxLength(253, 'At most 253 characters'),
      z.refine(isHost, 'Enter a host name or an address, without a port'),
    ),
  port: whole(1, 65535),
  enableSsl: z.boolean(),
  pingRate: whole(100, 60_000),
  /** After how many ms an unanswered ping counts as missed on the display. */
  pingTimeout: whole(10, 60_000),
  pingMaxMissed: whole(4, 1000, 'At least 4: the time-out must span four pings'),
  websocketTimeout: whole(100, 600_000),
  httpConnectTimeout: whole(100, 600_000),
  httpReadTimeout: whole(100, 600_000),
  sendThreads: whole(1, 64),
  receiveThreads: whole(1, 64),
});
export type GatewayNetworkSetup = z.infer<typeof gatewayNetworkSetup>;

/** `GET` and `PUT /data/api/v1/redundancy/config`. `syncTimoutSecs` is spelled as that API spells it. */
export const redundancyConfig = z.strictObject({
  role,
  standbyActivityLevel,
  activeHistoryLevel: z.enum(['Full', 'Partial']),
  /** How long a starting node waits for its peer, ms. */
  joinWaitTime: whole(100, 3_600_000),
  masterRecoveryMode: z.enum(['Automatic', 'Manual']),
  syncTimoutSecs: whole(1, 86_400),
  autoDetectLocal: z.boolean(),
  localInterface: z.string().check(z.maxLength(253)),
  useActiveUptimeToResolveConflict: z.boolean(),
  gatewayNetworkSetup,
});
export type RedundancyConfig = z.infer<typeof redundancyConfig>;

/** `GET /data/api/v1/redundancy/config/pinned`: members that a flag sets, by JSON pointer: `{'/role': '--role'}`. */
export const pinnedConfig = z.object({ pinned: z.record(z.string(), z.string()) });
export type PinnedConfig = z.infer<typeof pinnedConfig>;

/** What a node starts with before anybody changed anything. */
export const defaultRedundancyConfig: RedundancyConfig = {
  role: 'Independent',
  standbyActivityLevel: 'Warm',
  activeHistoryLevel: 'Full',
  joinWaitTime: 30_000,
  masterRecoveryMode: 'Automatic',
  syncTimoutSecs: 60,
  autoDetectLocal: true,
  localInterface: '',
  useActiveUptimeToResolveConflict: true,
  gatewayNetworkSetup: {
    host: '',
    port: 8060,
    enableSsl: true,
    pingRate: 1000,
    pingTimeout: 300,
    pingMaxMissed: 10,
    websocketTimeout: 10_000,
    httpConnectTimeout: 10_000,
    httpReadTimeout: 60_000,
    sendThreads: 5,
    receiveThreads: 5,
  },
};
