import type { Reason } from './decision.ts';
import type { Move } from './moves.ts';
import type { FollowedNode } from './nodes.ts';

/** What a page that moved tells the one that it becomes. By ids: names are for the page itself to know. */
export interface Arrival {
  from: string;
  to: string;
  reason: Reason;
  /** Epoch ms. */
  at: number;
  moves: readonly Move[];
}

/** Stands at the end of the fragment: nothing else goes along to another origin, and no server sees it. */
const mark = '~understudy~';

export function withArrival(hash: string, arrival: Arrival): string {
  return `${hash === '' ? '#' : hash}${mark}${encodeURIComponent(JSON.stringify(arrival))}`;
}

/** The fragment as it was before the move, and what came along. */
export function unpacked(hash: string): { hash: string; arrival: Arrival | null } {
  const at = hash.lastIndexOf(mark);
  if (at < 0) return { hash, arrival: null };
  const before = hash.slice(0, at);
  return { hash: before === '#' ? '' : before, arrival: parsed(hash.slice(at + mark.length)) };
}

/** In what a page of either kind brought along: as a fragment, or beside what an operator would miss. */
export function arrivalIn(brought: unknown): Arrival | null {
  if (typeof brought === 'string') return unpacked(brought).arrival;
  const arrival = isRecord(brought) ? brought['arrival'] : null;
  return isArrival(arrival) ? arrival : null;
}

/** Anybody can write a link: what is not an arrival is none. */
function parsed(text: string): Arrival | null {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(text));
    return isArrival(value) ? value : null;
  } catch {
    return null;
  }
}

function isArrival(value: unknown): value is Arrival {
  if (!isRecord(value) || !Array.isArray(value['moves'])) return false;
  const { from, to, reason, at, moves } = value;
  const isMove = (move: unknown) =>
    isRecord(move) && typeof move['to'] === 'string' && typeof move['epoch'] === 'string' && isTime(move['at']);
  return (
    typeof from === 'string' &&
    typeof to === 'string' &&
    (reason === 'standby' || reason === 'silent') &&
    isTime(at) &&
    moves.length < 20 &&
    moves.every(isMove)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/** In the zone of the browser, and everywhere in the same digits. */
const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** "Moved from A to B at 02:14:08: A does not answer." `null`: it speaks of nodes that are not of this pair. */
export function arrivalInWords({ from, to, reason, at }: Arrival, nodes: readonly FollowedNode[]): string | null {
  const nameOf = (id: string) => nodes.find(({ nodeId }) => nodeId === id)?.name;
  const [one, other] = [nameOf(from), nameOf(to)];
  if (one === undefined || other === undefined) return null;
  const time = timeOfDay.format(at);
  return `Moved from ${one} to ${other} at ${time}: ${one} ${reason === 'silent' ? 'does not answer' : 'stands by'}.`;
}
