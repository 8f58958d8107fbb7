import { type Changeover, changeover, type ChangeoverQuery, type Changeovers } from '#contract/changeovers';
import * as z from 'zod/mini';
import type { Logger } from '../../logging/logger.ts';
import { listRecords } from './list-records.ts';
import type { RecordStore } from './record-store.ts';

/** What the node that becomes active writes down. */
export type NewChangeover = Omit<Changeover, 'id' | 'at' | 'nodeId'>;

/** What the node that was active measured of the same changeover. */
export type MeasuredGap = Pick<Changeover, 'epoch'> & { measuredGapMs: number };

const gap = z.object({ gapMs: z.number() });
const ofEpoch = `SELECT value ->> 'measuredGapMs' AS gapMs FROM records
  WHERE provider = 'changeovers' AND value ->> 'measuredGapMs' IS NOT NULL
    AND value ->> '$.epoch.number' = ? AND value ->> '$.epoch.nodeId' = ?`;

/** The changeovers of both nodes, one for each epoch. */
export class ChangeoverStore {
  readonly #records: RecordStore;
  readonly #logger: Logger;

  constructor(parts: { records: RecordStore; logger: Logger }) {
    this.#records = parts.records;
    this.#logger = parts.logger;
  }

  add(record: NewChangeover | MeasuredGap): void {
    try {
      this.#records.add('changeovers', record);
    } catch (error) {
      this.#logger.warn(`A changeover could not be kept: ${JSON.stringify(record)}`, error);
    }
  }

  query({ limit, offset, after }: ChangeoverQuery): Changeovers {
    const found = listRecords(
      this.#records,
      { provider: 'changeovers', where: [["value ->> 'cause' IS NOT NULL"]], order: 'sequence', after, limit, offset },
      changeover,
    );
    const total = found.metadata.matching;
    const items = found.items.map((item) => ({ ...item, gapMs: this.#measured(item) ?? item.gapMs }));
    return { items, metadata: { ...found.metadata, total } };
  }

  #measured({ epoch }: Changeover): number | null {
    return this.#records.database.get(ofEpoch, gap, epoch.number, epoch.nodeId)?.gapMs ?? null;
  }
}
