/** A move that was made, kept along the way so that it is not made again. */
export interface Move {
  /** Where it led: an origin. */
  to: string;
  /** The activation that it followed: every activation has its own. */
  epoch: string;
  /** Epoch ms. */
  at: number;
}

const mostKept = 8;
const recentMs = 60_000;
const longestBackOffMs = 30_000;
/** The back-off alone keeps a page from running in a circle; what led nowhere then may be right now. */
const forgottenMs = 300_000;

/** Whether this address was already tried for this activation: what leads back would lead back again. */
export function wasMade(moves: readonly Move[], to: string, epoch: string, now: number): boolean {
  return moves.some((move) => move.to === to && move.epoch === epoch && Math.abs(now - move.at) < forgottenMs);
}

/** Before when no further move is made, epoch ms: 2 s after one move, then twice as long each time. */
export function notBefore(moves: readonly Move[], now: number): number {
  const recent = moves.filter(({ at }) => at <= now && now - at < recentMs);
  const last = recent.at(-1);
  return last === undefined ? now : last.at + Math.min(longestBackOffMs, 1000 * 2 ** recent.length);
}

export function withMove(moves: readonly Move[], move: Move): Move[] {
  return [...moves, move].slice(-mostKept);
}
