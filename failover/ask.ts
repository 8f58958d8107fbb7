import type { Heartbeat } from '#contract/heartbeat';
import type { FollowedNode } from './nodes.ts';
import type { Answer } from './watch.ts';

/** How long an answer is waited for, ms. */
export const patienceMs = 1000;

/** What `fetch` is, as far as it is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<{ ok: boolean; json: () => Promise<unknown> }>;

/** Calls later; gives what calls it off. */
export type Later = (call: () => void, ms: number) => () => void;

export interface Ask {
  fetch: Fetch;
  later: Later;
}

/** Whose answer counts, and who asks. */
export interface Question {
  pairId: string;
  /** A name that the asker made up: the gateway counts how many there are. */
  page: string;
}

/** Asks a node at each of these addresses at once. An answer counts only from that node of that pair. */
export async function askNode(
  { nodeId }: FollowedNode,
  addresses: readonly string[],
  { pairId, page }: Question,
  world: Ask,
): Promise<Answer> {
  const answers = addresses.map(async (address): Promise<Answer> => {
    const given = await askAt(`${address}/system/heartbeat?page=${page}`, world);
    if (given === 'refused') return { kind: 'refused' };
    if (given === null || given.nodeId !== nodeId || given.pairId !== pairId) return { kind: 'missed' };
    return { kind: 'beat', beat: given, address };
  });
  const first = answers.map(async (answer) => {
    const given = await answer;
    return given.kind === 'beat' ? given : Promise.reject(new Error(given.kind));
  });
  return Promise.any(first).catch(async () => {
    const all = await Promise.all(answers);
    return all.length > 0 && all.every(({ kind }) => kind === 'refused') ? { kind: 'refused' } : { kind: 'missed' };
  });
}

/**
 * Whether pages are served at an origin: behind an address for both, whoever leads it to the active node may not know
 * yet who that is, and a page that is sent there meanwhile ends at an error that nobody leads it away from.
 * `anyAnswer`: what serves it is no gateway, and does not let others read whether all is well.
 */
export async function isServed(origin: string, anyAnswer: boolean, world: Ask): Promise<boolean> {
  const init: RequestInit = { method: 'HEAD', mode: anyAnswer ? 'no-cors' : 'cors' };
  return (await inTime(`${origin}/failover.js`, init, world, async ({ ok }) => ok || anyAnswer)) === true;
}

/** `null`: nothing in time, or no heartbeat. Of a failure a browser does not say more than that it came. */
async function askAt(url: string, world: Ask): Promise<Heartbeat | 'refused' | null> {
  return inTime(url, {}, world, async (response) => {
    const body = response.ok ? await response.json() : null;
    return isHeartbeat(body) ? body : null;
  });
}

async function inTime<T>(
  url: string,
  init: RequestInit,
  { fetch, later }: Ask,
  read: (response: Awaited<ReturnType<Fetch>>) => Promise<T>,
): Promise<T | 'refused' | null> {
  const abort = new AbortController();
  const callOff = later(() => abort.abort(), patienceMs);
  try {
    return await read(await fetch(url, { ...init, signal: abort.signal, cache: 'no-store', credentials: 'omit' }));
  } catch {
    return abort.signal.aborted ? null : 'refused';
  } finally {
    callOff();
  }
}

function isHeartbeat(value: unknown): value is Heartbeat {
  return (
    typeof value === 'object' &&
    value !== null &&
    'nodeId' in value &&
    'pairId' in value &&
    'runningState' in value &&
    'epoch' in value &&
    (value.runningState === 'Running' || value.runningState === 'Standby')
  );
}
