import type { ChoiceDone, DivergenceChoice } from '#contract/divergence';
import type { RefusalCode } from '#contract/gwaction';
import type { LinkFrame } from '#contract/link-frames';
import type { Role } from '#contract/roles';
import { randomUUID } from 'node:crypto';
import type { Logger } from '../logging/logger.ts';
import type { ActionResult } from './redundancy.ts';
import { type Movement, whenItStops } from './while-it-moves.ts';

export interface ChoiceParts {
  role: () => Role;
  isLinked: () => boolean;
  isDiverged: () => boolean;
  /** A choice is carried out between the two, on whichever of them it was made. */
  isReplacing: () => boolean;
  /** Keeps what this node has for download; the id that it has there. */
  keep: (because: string) => Promise<string>;
  /** Takes all of what the other node holds; true once it has it. */
  takeAll: () => Promise<boolean>;
  /** What was taken is put aside until this node is no longer active. */
  isHolding: () => boolean;
  nodeName: () => string;
  peerName: () => string;
  send: (frame: LinkFrame) => void;
  /** Of what is sent between the nodes meanwhile. */
  movement: Movement;
  logger: Logger;
}

type Result = ActionResult<ChoiceDone>;
type ChoiceFrame = Extract<LinkFrame, { type: 'choice' | 'chosen' }>;

/** What an administrator does about two histories: ordered on either node, done on the one that is replaced. */
export class Choices {
  readonly #parts: ChoiceParts;
  readonly #asked = new Map<string, (result: Result) => void>();
  #busy = false;

  constructor(parts: ChoiceParts) {
    this.#parts = parts;
  }

  refusals(): RefusalCode[] {
    const { role, isLinked, isDiverged, isReplacing } = this.#parts;
    if (role() === 'Independent') return ['independent'];
    if (!isLinked()) return ['peerNotConnected'];
    if (this.#busy || isReplacing()) return ['busy'];
    return isDiverged() ? [] : ['notDiverged'];
  }

  /** The node that is replaced. */
  targetName(choice: DivergenceChoice): string {
    const { nodeName, peerName } = this.#parts;
    return this.#isTarget(choice) ? nodeName() : peerName();
  }

  async choose(choice: DivergenceChoice, by: string): Promise<Result> {
    const refusals = this.refusals();
    if (refusals.length > 0) return { ok: false, refusals };
    this.#busy = true;
    try {
      return this.#isTarget(choice) ? await this.#replace(choice, by) : await this.#ask(choice, by);
    } finally {
      this.#busy = false;
    }
  }

  take(frame: ChoiceFrame): void {
    if (frame.type === 'chosen') return this.#asked.get(frame.id)?.(frame.result);
    const { id, choice, by } = frame;
    const refusals = this.#isTarget(choice) ? this.refusals() : (['notDiverged'] as const);
    const answer = (result: Result) => this.#parts.send({ type: 'chosen', id, result });
    if (refusals.length > 0) return answer({ ok: false, refusals: [...refusals] });
    void this.choose(choice, by).then(answer);
  }

  unlinked(): void {
    for (const answer of this.#asked.values()) answer({ ok: false, refusals: ['peerNotConnected'] });
  }

  #isTarget(choice: DivergenceChoice): boolean {
    return this.#parts.role() === (choice === 'restoreMaster' ? 'Master' : 'Backup');
  }

  async #replace(choice: DivergenceChoice, by: string): Promise<Result> {
    const { keep, takeAll, isHolding, nodeName, peerName, logger } = this.#parts;
    const what = choice === 'restoreMaster' ? 'Restored from' : 'Replaced by';
    try {
      const backupId = await keep(`${what} ${peerName()}, as ${by} chose`);
      logger.info(`${by} chose that all of this node's configuration is taken from ${peerName()}`);
      if (!(await takeAll())) return { ok: false, refusals: ['replacementFailed'] };
      return { ok: true, value: { target: nodeName(), backupId, held: isHolding() } };
    } catch (error) {
      logger.error('What this node has could not be kept or replaced', error);
      return { ok: false, refusals: ['replacementFailed'] };
    }
  }

  #ask(choice: DivergenceChoice, by: string): Promise<Result> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const end = (result: Result) => {
        endWatch();
        this.#asked.delete(id);
        resolve(result);
      };
      const endWatch = whenItStops(this.#parts.movement, () => end({ ok: false, refusals: ['notInTime'] }));
      this.#asked.set(id, end);
      this.#parts.send({ type: 'choice', id, choice, by });
    });
  }
}
