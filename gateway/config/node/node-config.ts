import { hostname } from 'node:os';
import { nodeSettings } from '#contract/node-settings';
import { defaultRedundancyConfig, redundancyConfig } from '#contract/redundancy-config';
import * as z from 'zod/mini';

const { nodeName, serverLanguage, httpPort, httpsPort, autoDetectHttpAddress, publicAddress } = nodeSettings.shape;

/** Node settings without the System Name, which belongs to the pair. Rules between members: `contradictionIn`. */
const ownSettings = z.strictObject({
  nodeName,
  serverLanguage,
  httpPort,
  httpsPort,
  autoDetectHttpAddress,
  publicAddress,
});
export type OwnSettings = z.infer<typeof ownSettings>;

/** Everything in `node.json`. */
export const nodeConfig = z.strictObject({
  nodeSettings: ownSettings,
  redundancy: redundancyConfig,
  /** No automatic take-back so soon after a changeover, ms. */
  takeBackHoldMs: z.int().check(z.minimum(0), z.maximum(3_600_000)),
  /** How long a sign-in ticket for the other node lives, ms. */
  ticketLifeMs: z.int().check(z.minimum(1000), z.maximum(3_600_000)),
});
export type NodeConfig = z.infer<typeof nodeConfig>;

/** A node that nobody has configured is named after its computer. */
export function defaultNodeConfig(): NodeConfig {
  return {
    nodeSettings: {
      nodeName: hostname().slice(0, 60) || 'gateway',
      serverLanguage: 'en',
      httpPort: 8088,
      httpsPort: 8060,
      autoDetectHttpAddress: true,
      publicAddress: '',
    },
    redundancy: defaultRedundancyConfig,
    takeBackHoldMs: 60_000,
    ticketLifeMs: 60_000,
  };
}

/** The first rule between members that the values in force break, with its place; `null`: none. */
export function contradictionIn(config: NodeConfig): string | null {
  const result = z.safeParse(nodeSettings, { ...config.nodeSettings, systemName: 'any' });
  return result.success ? null : issueWords(result.error.issues[0], '/nodeSettings');
}

/** One issue in words, led by the JSON pointer of the member. */
export function issueWords(issue: z.core.$ZodIssue | undefined, parent = ''): string {
  if (issue === undefined) return 'not valid';
  const pointer = [parent, ...issue.path.map(String)].join('/');
  if (issue.code === 'unrecognized_keys') return `${pointer}/${issue.keys[0] ?? ''} is not a known member`;
  return `${pointer}: ${issue.message}`;
}
