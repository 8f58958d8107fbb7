import type { Logger } from '#contract/logs';

/** For how long a level is set; `null`: until changed. */
export const durations: readonly { label: string; forMs: number | null }[] = [
  { label: '15 min', forMs: 900_000 },
  { label: '1 h', forMs: 3_600_000 },
  { label: 'Until changed', forMs: null },
];

/** The level of a logger, whose it is and how long it stays: "DEBUG for 12 min more". */
export function levelInWords({ level, ownLevel, untilAt }: Logger, nodeNow: number): string {
  if (ownLevel === null) return `${level}, not set here`;
  if (untilAt === null) return `${level}, set here until changed`;
  return `${level} for ${timeLeft(untilAt - nodeNow)} more`;
}

function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
