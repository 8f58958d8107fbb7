import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.ts';

/** Two ports, the Master's first. */
export type PortPair = [number, number];

/** What `npm start` was asked for. */
export interface PairOptions {
  dataDirectory: string;
  /** `null`: as the nodes have them in their settings. */
  httpPorts: PortPair | null;
  httpsPorts: PortPair | null;
  /** Start with empty data directories. */
  fresh: boolean;
  /** Flags handed to both gateways as they came. */
  gatewayFlags: string[];
}

/** As the gateway ends on a wrong flag. */
const badCommandLine = 2;

/** A local pair is not worth the 30 s that a real pair waits for its other half. */
const defaultJoinWaitMs = '3000';

const options = {
  data: { type: 'string', default: 'data' },
  ports: { type: 'string' },
  'https-ports': { type: 'string' },
  fresh: { type: 'boolean', default: false },
  'log-format': { type: 'string', default: 'text' },
  'join-wait-ms': { type: 'string', default: defaultJoinWaitMs },
  'take-back-hold-ms': { type: 'string' },
  'ticket-life-ms': { type: 'string' },
} as const;

const passedOn = ['log-format', 'join-wait-ms', 'take-back-hold-ms', 'ticket-life-ms'] as const;

/** `startedIn`: the folder that a relative `--data` is meant from. Throws a `Refusal`. */
export function parsePairOptions(args: string[], startedIn: string): PairOptions {
  const values = parse(args);
  const httpPorts = portPair('--ports', values.ports);
  const httpsPorts = portPair('--https-ports', values['https-ports']);
  const all = [...(httpPorts ?? []), ...(httpsPorts ?? [])];
  if (new Set(all).size < all.length)
    throw new Refusal('--ports and --https-ports need different ports.', badCommandLine);
  return {
    dataDirectory: resolve(startedIn, values.data),
    httpPorts,
    httpsPorts,
    fresh: values.fresh,
    gatewayFlags: passedOn.flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]])),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    // "Unknown option '--x'. To specify …": the first sentence is what a person needs.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)/);
    const flags = Object.keys(options).map((name) => `--${name}`);
    throw new Refusal(`${sentence}. The flags: ${flags.join(', ')}.`, badCommandLine);
  }
}

function portPair(flag: string, text: string | undefined): PortPair | null {
  if (text === undefined) return null;
  const [first = 0, second = 0] = /^(\d{1,5}),(\d{1,5})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (isPort(first) && isPort(second)) return [first, second];
  const example = `${flag} 18088,18089 (not ${JSON.stringify(text)})`;
  throw new Refusal(`${flag} takes two ports, the Master's first: ${example}.`, badCommandLine);
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65535;
}
