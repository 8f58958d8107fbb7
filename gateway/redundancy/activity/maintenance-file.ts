import { epoch } from '#contract/epoch';
import * as z from 'zod/mini';
import { readIfThere, writeDurably } from '../../config/disk/durable-file.ts';
import type { MaintenanceRecord } from './activity-types.ts';

/** Where the last word on maintenance is kept: durable when `write` returns, or it throws. */
export interface MaintenanceStore {
  read(): MaintenanceRecord | null;
  write(record: MaintenanceRecord): void;
}

const maintenanceRecord: z.ZodMiniType<MaintenanceRecord> = z.strictObject({
  stamp: epoch,
  order: z.nullable(
    z.strictObject({ untilAt: z.number(), forMs: z.number(), reason: z.string(), requester: z.string() }),
  ),
});

/** A file of its own: a reason in words has no room beside the epochs. */
export class MaintenanceFile implements MaintenanceStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is damaged keeps nobody from taking over: then there is no maintenance. */
  read(): MaintenanceRecord | null {
    try {
      const result = z.safeParse(maintenanceRecord, JSON.parse(readIfThere(this.#path) ?? 'null'));
      return result.success ? result.data : null;
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  write(record: MaintenanceRecord): void {
    writeDurably(this.#path, JSON.stringify(record));
  }
}
