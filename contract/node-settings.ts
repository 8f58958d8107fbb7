import * as z from 'zod/mini';
import { isPublicAddress } from './public-address.ts';

const port = z.int('Enter a whole number').check(z.minimum(1, 'At least 1'), z.maximum(65535, 'At most 65535'));
const name = (what: string) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1, `Enter a ${what}`),
      z.maxLength(60, 'At most 60 characters'),
      z.regex(/^[^\p{Cc}]*$/u, 'No control characters'),
    );

/** What an administrator edits under Networking > Node Settings. */
export const nodeSettings = z
  .strictObject({
    nodeName: name('node name'),
    /** Name of the pair: edited on the Master, the same everywhere. */
    systemName: name('system name'),
    serverLanguage: z.enum(['en']),
    httpPort: port,
    httpsPort: port,
    autoDetectHttpAddress: z.boolean(),
    /** As typed: `company.com:8080` or `https://host:port`; empty for none. */
    publicAddress: z.string().check(
      z.maxLength(300, 'At most 300 characters'),
      z.refine((text) => text === '' || isPublicAddress(text), {
        error: 'Enter host, host:port or http(s)://host:port',
      }),
    ),
  })
  .check(
    z.refine((settings) => settings.httpPort !== settings.httpsPort, {
      path: ['httpsPort'],
      error: 'HTTP and HTTPS need different ports',
    }),
    z.refine((settings) => settings.autoDetectHttpAddress || settings.publicAddress !== '', {
      path: ['publicAddress'],
      error: 'Without Auto Detect HTTP Address a public address is needed',
    }),
  );
export type NodeSettings = z.infer<typeof nodeSettings>;

/** `GET` and the answer to `PUT /data/api/v1/networking/node-settings`; the ETag is the revision. */
export const nodeSettingsView = z.object({
  saved: nodeSettings,
  /** What the process really uses: differs from `saved` until a restart. */
  running: z.object({ httpPort: z.int(), httpsPort: z.int() }),
  /** Settings that a command line flag pins, with the flag: `{httpPort: '--http-port'}`. */
  pinned: z.record(z.string(), z.string()),
  /** Where operators are sent if the other node fails, and why there. */
  effectiveAddress: z.object({
    address: z.nullable(z.string()),
    source: z.enum(['publicAddress', 'hostName', 'linkAddress', 'unknown']),
  }),
  restartNeeded: z.boolean(),
  /** False on a Backup for the System Name, with the Master's name and address to go to. */
  systemNameEditable: z.boolean(),
});
export type NodeSettingsView = z.infer<typeof nodeSettingsView>;
