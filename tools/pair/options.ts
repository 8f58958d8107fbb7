import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.ts';

/** What `npm start` was asked for. Ports: Master first. */
export interface PairOptions {
  dataDirectory: string;
  httpPorts: [number, number];
  httpsPorts: [number, number];
  /** Start with empty data directories. */
  fresh: boolean;
  /** Flags handed to both gateways as they came. */
  gatewayFlags: string[];
}

/** A local pair is not worth the 30 s that a real pair waits for its other half. */
const defaultJoinWaitMs = '3000';

const options = {
  data: { type: 'string', default: 'data' },
  ports: { type: 'string', default: '8088,8089' },
  'https-ports': { type: 'string', default: '8060,8061' },
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
  if (new Set([...httpPorts, ...httpsPorts]).size < 4) {
    throw new Refusal('--ports and --https-ports need four different ports.');
  }
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
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

function portPair(flag: string, text: string): [number, number] {
  const ports = /^(\d{1,5}),(\d{1,5})$/.exec(text)?.slice(1).map(Number) ?? [];
  const [first, second] = ports;
  if (first === undefined || second === undefined || ports.some((port) => port < 1 || port > 65535)) {
    throw new Refusal(
      `${flag} takes two ports, the Master's first: ${flag} 18088,18089 (not ${JSON.stringify(text)}).`,
    );
  }
  return [first, second];
}
