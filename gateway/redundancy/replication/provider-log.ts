import { providerLogger } from '#contract/logs';
import type { ProviderId } from '#contract/providers';
import type { Logger } from '../../logging/logger.ts';
import { providerList } from './provider-list.ts';

/** What one pull took, ms; `null` for both: it was found that there was nothing to pull. */
export interface Took {
  pullMs: number | null;
  applyMs: number | null;
  /** Of the chain: how many changes of each provider, and the revision of the last one. */
  changes?: { counts: Partial<Record<ProviderId, number>>; revision: number };
}

/** Says at DEBUG what moves between the nodes, and at TRACE what was found equal, each under its provider's logger. */
export class ProviderLog {
  readonly #loggers: ReadonlyMap<string, Logger>;

  constructor(logger: (name: string) => Logger) {
    this.#loggers = new Map(providerList.map(({ id }) => [id, logger(providerLogger(id))]));
  }

  queued(id: string, count: number, revision: number | null): void {
    const upTo = revision === null ? '' : `, up to revision ${revision}`;
    this.#loggers.get(id)?.debug(`${updates(count)} queued for the other node${upTo}`);
  }

  dispatched(id: string, count: number): void {
    this.#loggers.get(id)?.debug(`${updates(count)} acknowledged by the other node`);
  }

  pulled(id: ProviderId, { pullMs, applyMs, changes }: Took): void {
    const logger = this.#loggers.get(id);
    if (applyMs === null) return logger?.trace('Nothing to pull: both nodes hold the same');
    const count = changes?.counts[id];
    const what = count === undefined ? 'Updates' : updates(count);
    const upTo = changes === undefined ? '' : ` up to revision ${changes.revision}`;
    const pull = pullMs === null ? 'not measured' : `${pullMs.toFixed(1)} ms`;
    logger?.debug(`${what}${upTo} applied in ${applyMs.toFixed(1)} ms; pulled in ${pull}`);
  }

  failed(id: ProviderId, problem: string): void {
    this.#loggers.get(id)?.debug(`Not applied: ${problem}`);
  }
}

function updates(count: number): string {
  return count === 1 ? '1 update' : `${count} updates`;
}
