import { type Receipt, receipt as receiptSchema } from '#contract/runtime-frames';
import * as z from 'zod/mini';
import type { Database } from '../../../config/disk/database.ts';
import type { Logger } from '../../../logging/logger.ts';

const row = z.object({ id: z.string(), at: z.number(), nodeId: z.string(), writes: z.string() });

const mostReceipts = 1000;

/** Answered writes that were not carried over, by the node that gave them up; kept by both. In `redundancy.db`. */
export class ReceiptStore {
  readonly #database: Database;
  readonly #logger: Logger;

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  /** `failed`: by the disk. `owed`: the active node does not have it yet. */
  add(receipt: Receipt, { owed }: { owed: boolean }): 'added' | 'known' | 'failed' {
    const { id, at, nodeId, writes } = receipt;
    try {
      const sql = 'INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?, ?)';
      const { changes } = this.#database.run(sql, id, at, nodeId, JSON.stringify(writes), Number(owed));
      const oldest = 'SELECT id FROM receipts ORDER BY at DESC LIMIT -1 OFFSET ?';
      this.#database.run(`DELETE FROM receipts WHERE id IN (${oldest})`, mostReceipts);
      return changes > 0 ? 'added' : 'known';
    } catch (error) {
      this.#logger.error(`A receipt could not be kept: ${JSON.stringify(receipt)}`, error);
      return 'failed';
    }
  }

  /** Newest first. */
  all(): Receipt[] {
    return this.#read('TRUE', mostReceipts);
  }

  /** None while they cannot be read: they are asked for again. */
  owed(most = mostReceipts): Receipt[] {
    try {
      return this.#read('owed = 1', most);
    } catch (error) {
      this.#logger.error('The receipts could not be read', error);
      return [];
    }
  }

  /** The active node has it. False: the disk fails, and it is told again, and takes it once. */
  settled(id: string): boolean {
    try {
      return this.#database.run('UPDATE receipts SET owed = 0 WHERE id = ?', id).changes > 0;
    } catch (error) {
      this.#logger.warn('That the other node has a receipt could not be written down', error);
      return false;
    }
  }

  #read(condition: string, most: number): Receipt[] {
    return this.#database
      .all(`SELECT id, at, nodeId, writes FROM receipts WHERE ${condition} ORDER BY at DESC LIMIT ?`, row, most)
      .map(({ writes, ...rest }) => receiptSchema.parse({ ...rest, writes: JSON.parse(writes) as unknown }));
  }
}
