import type { Heartbeat } from '#contract/heartbeat';
import type { RuntimeNode } from '#contract/runtime-nodes';
import { realRules } from '../../../failover/decision.ts';
import type { Browser } from '../../../failover/page.ts';
import { addressOfB } from '../gateways/fake-pair.testing.ts';
import type { FakeTime } from '../gateways/fake-time.testing.ts';

export const origins = { A: 'http://a:8088', B: addressOfB };

/** How each node answers a heartbeat; `null`: not at all. */
export type StatesOfBoth = Record<'A' | 'B', Heartbeat['runningState'] | null>;

interface Around {
  states: StatesOfBoth;
  /** Where heartbeats were asked for, and other things. */
  asked: string[];
  open: (address: string) => void;
  /** Below the address of A. */
  path?: string;
}

/** A browser that looks at A. */
export function fakeBrowser(
  time: FakeTime,
  { states, asked, open, path = '/status/redundancy?range=5#log' }: Around,
): Browser {
  return {
    now: () => time.now(),
    random: () => 0,
    rules: realRules,
    later: (call, ms) => {
      const later = time.schedule(call, ms);
      return () => later.unsubscribe();
    },
    fetch: async (url) => {
      asked.push(url);
      const nodeId = url.startsWith(origins.A) ? 'A' : 'B';
      const runningState = states[nodeId];
      if (runningState === null) throw new TypeError('Failed to fetch');
      const epoch = { number: 2, nodeId };
      const beat = { nodeId, pairId: 'pair', runningState, epoch, publicAddress: 'b:8089' };
      return { ok: true, json: async (): Promise<unknown> => beat };
    },
    place: () => new URL(origins.A + path),
    open,
    setHash: () => undefined,
    onReturn: () => undefined,
  };
}

export function nodeAt(nodeId: 'A' | 'B'): RuntimeNode {
  const role = nodeId === 'A' ? 'Master' : 'Backup';
  return { nodeId, name: nodeId, role, probeAddresses: [origins[nodeId]], destination: null };
}
