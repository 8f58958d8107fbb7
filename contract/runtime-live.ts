import * as z from 'zod/mini';
import { resourceName } from './resources.ts';
import { runtimeAlarm } from './runtime-alarms.ts';
import { runtimeTag } from './runtime-tags.ts';

/** What a page of a project shows: as it is when it opens, and after each change of its configuration. */
export const livePage = z.object({
  projectTitle: z.string(),
  title: z.string(),
  tags: z.array(runtimeTag),
  /** Names of those of the tags that are drawn over time. */
  trends: z.array(z.string()),
  alarms: z.array(runtimeAlarm),
});
export type LivePage = z.infer<typeof livePage>;

/** The node that a page is connected with. `at`: its clock, epoch ms. */
const said = { running: z.boolean(), nodeId: z.string(), nodeName: z.string(), at: z.number() };

/** One line of `GET /data/api/v1/runtime/live`: JSON, ended by a line feed. */
export const liveLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page'), page: livePage, ...said }),
  /** Tags and alarms that are different now, whole; empty each second when there are none. */
  z.object({ type: z.literal('changes'), tags: z.array(runtimeTag), alarms: z.array(runtimeAlarm), ...said }),
  /** There is no such page any more. */
  z.object({ type: z.literal('gone'), ...said }),
]);
export type LiveLine = z.infer<typeof liveLine>;

export const liveQuery = z.strictObject({ project: resourceName, page: z.string().check(z.maxLength(60)) });

/** `GET /data/api/v1/runtime/projects`: what there is to open. */
export const runtimeProjects = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      pages: z.array(z.object({ name: z.string(), title: z.string() })),
    }),
  ),
});
