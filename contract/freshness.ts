/** `live`: as it is now. `stale`: as it was a moment ago. `lost`: nothing is known any more. */
export type Freshness = 'live' | 'stale' | 'lost';

/** How often the status is asked for, ms. */
export const statusPeriodMs = 1000;

/** How far a value received at `receivedAt` can be trusted at `now`; both epoch ms of one clock. */
export function freshness(receivedAt: number | null, now: number, periodMs: number): Freshness {
  if (receivedAt === null) return 'lost';
  const ageMs = now - receivedAt;
  if (ageMs <= 2.5 * periodMs) return 'live';
  return ageMs <= 10 * periodMs ? 'stale' : 'lost';
}
