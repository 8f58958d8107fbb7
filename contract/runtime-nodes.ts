import * as z from 'zod/mini';
import { role } from './roles.ts';

/** One node as a browser may reach it. */
export const runtimeNode = z.object({
  nodeId: z.string(),
  name: z.string(),
  role,
  /** Its own addresses, best first, each an origin: `http://host:port`. Never one shared by both. */
  probeAddresses: z.array(z.string()),
  /** Where a page is sent: as `probeAddresses`, or the public address as typed. */
  destination: z.nullable(z.string()),
});
export type RuntimeNode = z.infer<typeof runtimeNode>;

/** `GET /data/api/v1/runtime/nodes`: this node first; the other one once it has been seen. */
export const runtimeNodes = z.object({ pairId: z.nullable(z.string()), nodes: z.array(runtimeNode) });
export type RuntimeNodes = z.infer<typeof runtimeNodes>;

/** `scheme`: of the page that asks, where something in front of the gateway ends TLS. */
export const runtimeNodesQuery = z.strictObject({ scheme: z.optional(z.enum(['http', 'https'])) });
