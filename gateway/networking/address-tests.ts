import type { TestAddress, TestedAddress } from '#contract/test-address';
import { testedOrigin } from '#contract/test-address';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import { GatewayError } from '../errors.ts';
import { heartbeatAt } from './heartbeat-at.ts';

/** How long an answer is waited for, ms. */
const patienceMs = 3000;
/** So many in a minute: enough for a person who types, too few to look for open ports with. */
const mostPerMinute = 20;
const minuteMs = 60_000;

export interface AddressTestParts {
  /** This node, and the other one once it was seen. */
  pair: () => RuntimeNodes;
  now: () => number;
}

/** Finds out who answers at a public address before it is saved. */
export class AddressTests {
  readonly #parts: AddressTestParts;
  #askedAt: number[] = [];

  constructor(parts: AddressTestParts) {
    this.#parts = parts;
  }

  /** Throws `throttled` after too many. */
  async run(asked: TestAddress): Promise<TestedAddress> {
    this.#count();
    const origin = testedOrigin(asked);
    if (origin === null) return { found: 'unknownName' };
    const found = await heartbeatAt(origin, { patienceMs });
    if (typeof found === 'string') return { found };
    const { nodes, pairId } = this.#parts.pair();
    const isOurs = found.pairId === pairId && nodes.some(({ nodeId }) => nodeId === found.nodeId);
    return isOurs ? { found: 'node', nodeId: found.nodeId, runningState: found.runningState } : { found: 'stranger' };
  }

  #count(): void {
    const now = this.#parts.now();
    this.#askedAt = this.#askedAt.filter((at) => at > now - minuteMs && at <= now);
    const [oldest] = this.#askedAt;
    if (oldest !== undefined && this.#askedAt.length >= mostPerMinute) {
      const retryAfterMs = oldest + minuteMs - now;
      const seconds = Math.ceil(retryAfterMs / 1000);
      const detail = `At most ${mostPerMinute} addresses are tested a minute: try again in ${seconds} s`;
      throw new GatewayError('throttled', { detail, retryAfterMs });
    }
    this.#askedAt.push(now);
  }
}
