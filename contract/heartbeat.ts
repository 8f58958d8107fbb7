import * as z from 'zod/mini';
import { epoch } from './epoch.ts';
import { runningState } from './roles.ts';

/** `GET /system/heartbeat`: what a runtime page asks. Open; says nothing of the other node. */
export const heartbeat = z.object({
  nodeId: z.string(),
  pairId: z.nullable(z.string()),
  runningState,
  epoch: z.nullable(epoch),
  publicAddress: z.nullable(z.string()),
  /** Over how many ms the pages that move here spread, so that they do not come all at once. Absent: none. */
  spreadMs: z.optional(z.number()),
});
export type Heartbeat = z.infer<typeof heartbeat>;
