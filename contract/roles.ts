import * as z from 'zod/mini';

/** What a node is configured to be. A failover never changes it. */
export const role = z.enum(['Independent', 'Master', 'Backup']);
export type Role = z.infer<typeof role>;

/** What a node does now. `Undecided` is a node that starts and has not yet heard who is active. */
export const activityLevel = z.enum(['Undecided', 'Cold', 'Warm', 'Active']);
export type ActivityLevel = z.infer<typeof activityLevel>;

/** What a node of the pair does while the other one is active. */
export const standbyActivityLevel = z.enum(['Cold', 'Warm']);
export type StandbyActivityLevel = z.infer<typeof standbyActivityLevel>;

/** What a runtime page is told: `Running` is Active with its drivers started, `Standby` is anything else. */
export const runningState = z.enum(['Running', 'Standby']);
export type RunningState = z.infer<typeof runningState>;

/** Whether the configuration of the two nodes is at the same position. */
export const projectState = z.enum([
  'Unknown',
  'Good',
  'Out of Date',
  'Incompatible (Platform)',
  'Incompatible (Modules)',
]);
export type ProjectState = z.infer<typeof projectState>;

/** `unconfirmed`: nobody but the node itself says that it is the only active one. */
export const authority = z.enum(['confirmed', 'unconfirmed']);
export type Authority = z.infer<typeof authority>;

/** What a person may do. Each includes the ones before it. */
export const userRole = z.enum(['viewer', 'operator', 'administrator']);
export type UserRole = z.infer<typeof userRole>;
