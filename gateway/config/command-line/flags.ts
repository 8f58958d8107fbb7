import { parseArgs } from 'node:util';
import { nodeSettings } from '#contract/node-settings';
import { redundancyConfig } from '#contract/redundancy-config';
import type { Role } from '#contract/roles';
import * as z from 'zod/mini';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { masterAddress, oneOf, wholeNumber } from './flag-values.ts';
import type { Pin } from '../node/pins.ts';

export interface CommandLine {
  /** The data directory. */
  data: string;
  logFormat: 'text' | 'json';
  /** Print a new one-time sign-in link. */
  signInLink: boolean;
  /** `--system-name`; the name belongs to the pair, so it is no setting of the node. */
  systemName: string | null;
  /** The log of configuration changes is trimmed to so many bytes. */
  configLogBytes: number;
  /** A first configuration is not empty: it shows a small plant. */
  sampleProject: boolean;
  /** Settings that a flag sets, and that nobody can change while it does. */
  pins: Pin[];
}

const options = {
  data: { type: 'string' },
  role: { type: 'string' },
  name: { type: 'string' },
  'system-name': { type: 'string' },
  'http-port': { type: 'string' },
  'https-port': { type: 'string' },
  master: { type: 'string' },
  'join-wait-ms': { type: 'string' },
  'take-back-hold-ms': { type: 'string' },
  'ticket-life-ms': { type: 'string' },
  'config-log-bytes': { type: 'string' },
  'log-format': { type: 'string' },
  'sample-project': { type: 'boolean' },
  'sign-in-link': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** `'help'` when that is all that was asked for. Throws a `StartError` that names the flag. */
export function parseCommandLine(args: readonly string[]): CommandLine | 'help' {
  const values = parse(args);
  if (values.help === true) return 'help';
  if (values.data === undefined || values.data === '')
    throw wrong('--data DIR is needed: where the gateway keeps its data');
  return {
    data: values.data,
    logFormat: oneOf('--log-format', ['text', 'json'], values['log-format'] ?? 'text'),
    signInLink: values['sign-in-link'] ?? false,
    systemName: values['system-name'] === undefined ? null : name('--system-name', 'systemName', values['system-name']),
    configLogBytes: wholeNumber('--config-log-bytes', values['config-log-bytes'] ?? '100000000', 1000, 1e12),
    sampleProject: values['sample-project'] ?? false,
    pins: pinsOf(values),
  };
}

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // "Unknown option '--x'. To specify …": the first sentence is what a person needs.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw wrong(`${sentence} (--help lists the flags)`);
  }
}

function pinsOf(values: Values): Pin[] {
  const pins: Pin[] = [];
  const pin = (pointer: string, key: keyof Values, read: (flag: string, text: string) => Pin['value']) => {
    const text = values[key];
    if (typeof text === 'string') pins.push({ pointer, flag: `--${key}`, value: read(`--${key}`, text) });
  };
  const between = (least: number, most: number) => (flag: string, text: string) => wholeNumber(flag, text, least, most);
  pin('/nodeSettings/nodeName', 'name', (flag, text) => name(flag, 'nodeName', text));
  pin('/nodeSettings/httpPort', 'http-port', between(1, 65_535));
  pin('/nodeSettings/httpsPort', 'https-port', between(1, 65_535));
  pin('/redundancy/role', 'role', (flag, text): Role => oneOf(flag, redundancyConfig.shape.role.options, text));
  pin('/redundancy/joinWaitTime', 'join-wait-ms', between(100, 3_600_000));
  pin('/takeBackHoldMs', 'take-back-hold-ms', between(0, 3_600_000));
  pin('/ticketLifeMs', 'ticket-life-ms', between(1000, 3_600_000));
  for (const member of ['host', 'port', 'enableSsl'] as const) {
    pin(`/redundancy/gatewayNetworkSetup/${member}`, 'master', (flag, text) => masterAddress(flag, text)[member]);
  }
  return pins;
}

function name(flag: string, member: 'nodeName' | 'systemName', text: string): string {
  const result = z.safeParse(nodeSettings.shape[member], text);
  if (result.success) return result.data;
  throw wrong(`${flag}: ${result.error.issues[0]?.message ?? 'not a name'}`);
}

function wrong(message: string): StartError {
  return new StartError(exitCodes.badCommandLine, message);
}
