import * as z from 'zod/mini';
import { role } from './roles.ts';

/** `GET /data/api/v1/gateway-info`. */
export const gatewayInfo = z.object({
  name: z.string(),
  systemName: z.string(),
  nodeId: z.string(),
  version: z.string(),
  platformName: z.string(),
  redundancyRole: role,
  startedAt: z.number(),
});
export type GatewayInfo = z.infer<typeof gatewayInfo>;
