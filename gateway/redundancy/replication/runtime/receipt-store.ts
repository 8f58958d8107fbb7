import { type Receipt, receipt as receiptSchema } from '#contract/runtime-frames';
import * as z from 'zod/mini';
import type { Database } from '../../../config/database.ts';
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

  /** False: it is known already, or the disk fails. `owed`: the active node does not have it yet. */
  add(receipt: Receipt, { owed }: { owed: boolean }): boolean {
    const { id, at, nodeId, writes } = receipt;
    try {
      const sql = 'INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?, ?)';
      const { changes } = this.#database.run(sql, id, at, nodeId, JSON.stringify(writes), Number(owed));
      const oldest = 'SELECT id FROM receipts ORDER BY at DESC LIMIT -1 OFFSET ?';
      this.#database.run(`DELETE FROM receipts WHERE id IN (${oldest})`, mostReceipts);
      return changes > 0;
    } catch (error) {
      this.#logger.error(`A receipt could not be kept: ${JSON.stringify(receipt)}`, error);
      return false;
    }
  }

  /** Newest first. */
  all(): Receipt[] {
    return this.#read('TRUE');
  }

  owed(): Receipt[] {
    return this.#read('owed = 1');
  }

  /** The active node has it. */
  settled(id: string): void {
    this.#database.run('UPDATE receipts SET owed = 0 WHERE id = ?', id);
  }

  #read(condition: string): Receipt[] {
    return this.#database
      .all(`SELECT id, at, nodeId, writes FROM receipts WHERE ${condition} ORDER BY at DESC`, row)
      .map(({ writes, ...rest }) => receiptSchema.parse({ ...rest, writes: JSON.parse(writes) as unknown }));
  }
}
