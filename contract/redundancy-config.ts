import * as z from 'zod/mini';
import { role, standbyActivityLevel } from './roles.ts';

const milliseconds = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const port = z.int().check(z.minimum(1), z.maximum(65535));

const ipv6 = /^[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}$/;

function isHost(text: string): boolean {
  return /^[A-Za-z0-9._-]*$/.test(text) || ipv6.test(text.replace(/^\[(.*)\]$/, '$1'));
}

/** How the Backup reaches the Master, and how both watch each other. Names and units of the API that clients know. */
export const gatewayNetworkSetup = z.strictObject({
  /** Host name or address of the Master; empty on a Master. */
  host: z.string().check(z.maxLength(253), z.refine(isHost, 'Enter a host name or an address, without a port')),
  port,
  enableSsl: z.boolean(),
  pingRate: milliseconds(100, 60_000),
  /** After how many ms an unanswered ping counts as missed on the display. */
  pingTimeout: milliseconds(10, 60_000),
  pingMaxMissed: z.int().check(z.minimum(4, 'At least 4: the time-out must span four pings'), z.maximum(1000)),
  websocketTimeout: milliseconds(100, 600_000),
  httpConnectTimeout: milliseconds(100, 600_000),
  httpReadTimeout: milliseconds(100, 600_000),
  sendThreads: z.int().check(z.minimum(1), z.maximum(64)),
  receiveThreads: z.int().check(z.minimum(1), z.maximum(64)),
});
export type GatewayNetworkSetup = z.infer<typeof gatewayNetworkSetup>;

/** `GET` and `PUT /data/api/v1/redundancy/config`. `syncTimoutSecs` is spelled as that API spells it. */
export const redundancyConfig = z.strictObject({
  role,
  standbyActivityLevel,
  activeHistoryLevel: z.enum(['Full', 'Partial']),
  /** How long a starting node waits for its peer, ms. */
  joinWaitTime: milliseconds(100, 3_600_000),
  masterRecoveryMode: z.enum(['Automatic', 'Manual']),
  syncTimoutSecs: z.int().check(z.minimum(1), z.maximum(86_400)),
  autoDetectLocal: z.boolean(),
  localInterface: z.string().check(z.maxLength(253)),
  useActiveUptimeToResolveConflict: z.boolean(),
  gatewayNetworkSetup,
});
export type RedundancyConfig = z.infer<typeof redundancyConfig>;

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
