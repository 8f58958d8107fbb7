import type { LogRow, Position, SnapshotManifest, SnapshotRow } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { withoutChangeTriggers } from './change-triggers.ts';
import { follow, snapshotId } from './config-chain.ts';
import { insertLogRow } from './config-log.ts';
import { readPutAside } from './config-position.ts';
import { asideTables, digestRow, numberRow, putAsideRow, stageRow, storedManifest } from './config-tables.ts';
import type { Database } from '../disk/database.ts';
import { RetiredTables } from './retired-tables.ts';

/** What comes now. `bytes`: of the parts that are here. */
export interface Staged {
  manifest: SnapshotManifest;
  parts: number;
  bytes: number;
}

/** What came whole. */
interface Whole {
  manifest: SnapshotManifest;
  /** Where it stands; changes that come after it move it on. */
  position: Position;
}

/**
 * A second configuration beside the one that counts, which it takes the place of in one step. What came whole, with the
 * changes acknowledged since, is kept until another one is here whole: it may be all that is left of them.
 */
export class ConfigStage {
  readonly #database: Database;
  readonly #retired: RetiredTables;
  #current: Staged | null = null;
  #whole: Whole | null = null;

  constructor(database: Database) {
    this.#database = database;
    this.#retired = new RetiredTables(database);
  }

  open(): void {
    const stage = this.#database.get('SELECT manifest, bytes FROM stage', stageRow);
    const parts = this.#database.get('SELECT count(*) AS number FROM staged_parts', numberRow)?.number ?? 0;
    this.#current = stage === null ? null : { manifest: manifestOf(stage), bytes: stage.bytes, parts };
    const aside = this.#database.get('SELECT manifest, position FROM put_aside', putAsideRow);
    const position = readPutAside(this.#database);
    this.#whole = aside === null || position === null ? null : { manifest: manifestOf(aside), position };
    this.#retired.sweep();
  }

  close(): void {
    this.#retired.stop();
    this.#current = null;
    this.#whole = null;
  }

  /** Somebody else writes: nothing is tidied up meanwhile. */
  pause(): void {
    this.#retired.stop();
  }

  resume(): void {
    this.#retired.sweep();
  }

  /** What is not here whole yet. */
  get current(): Staged | null {
    return this.#current;
  }

  /** Where that stands which is here whole. */
  get position(): Position | null {
    return this.#whole?.position ?? null;
  }

  /** Forgets parts that came before. */
  begin(manifest: SnapshotManifest): void {
    this.#database.lightTransaction(() => {
      this.#empty();
      this.#database.run('INSERT INTO stage VALUES (1, ?, 0)', JSON.stringify(manifest));
    });
    this.#current = { manifest, parts: 0, bytes: 0 };
    this.#retired.sweep();
  }

  /** The next part. A power cut may undo parts, the last ones first; then they come again. */
  add(rows: readonly SnapshotRow[], { digest, bytes }: { digest: string; bytes: number }): void {
    const current = this.#current;
    if (current === null) throw new Error('A part came before its beginning');
    this.#database.lightTransaction(() => {
      for (const row of rows) this.#insert(row);
      this.#database.run('INSERT INTO staged_parts VALUES (?, ?)', current.parts, digest);
      this.#database.run('UPDATE stage SET bytes = bytes + ?', bytes);
    });
    this.#current = { ...current, parts: current.parts + 1, bytes: current.bytes + bytes };
  }

  /** All of it is here, as it was announced; on disk when it returns. Throws if the parts do not add up. */
  complete(): Position {
    const current = this.#current;
    if (current === null) throw new Error('Nothing was begun');
    const { manifest } = current;
    const digests = this.#database.all('SELECT digest FROM staged_parts ORDER BY part', digestRow);
    const rows = this.#database.get('SELECT count(*) AS number FROM staged', numberRow)?.number ?? 0;
    const id = snapshotId(
      manifest.position,
      digests.map(({ digest }) => digest),
    );
    if (rows !== manifest.rows || id !== manifest.id) throw new Error('The parts do not add up');
    const { position } = manifest;
    this.#database.transaction(() => this.#putAside(manifest));
    this.#current = null;
    this.#whole = { manifest, position };
    this.#retired.sweep();
    return position;
  }

  /** Changes after what is here whole, in one transaction. Throws, and then nothing is applied. */
  apply(rows: readonly LogRow[]): Position {
    const whole = this.#whole;
    if (whole === null) throw new Error('Changes came before all of what they change');
    const position = this.#database.transaction(() => {
      const end = rows.reduce((before, row) => {
        const next = follow(before, row);
        insertLogRow(this.#database, 'whole_log', row, next.hash);
        return next;
      }, whole.position);
      this.#database.run('UPDATE put_aside SET position = ?', JSON.stringify(end));
      return end;
    });
    this.#whole = { ...whole, position };
    return position;
  }

  /** Inside a transaction: it is the configuration now. Where it stands. */
  promote(): Position {
    if (this.#whole === null) throw new Error('Nothing whole is put aside');
    const { position, manifest } = this.#whole;
    withoutChangeTriggers(this.#database, () => {
      this.#retired.retire('resources', 'resources');
      this.#retired.retire('log', 'log');
      this.#database.script('ALTER TABLE whole RENAME TO resources; ALTER TABLE whole_log RENAME TO log');
      this.#database.script(`${asideTables.whole}; ${asideTables.whole_log}`);
    });
    this.#database.run('DELETE FROM trimmed');
    const { revision, hash } = manifest.position;
    this.#database.run('INSERT INTO trimmed (revision, provider, hash) VALUES (?, NULL, ?)', revision, hash);
    this.#database.run('DELETE FROM put_aside');
    return position;
  }

  /** What was promoted is on disk. */
  promoted(): void {
    this.#whole = null;
    this.#retired.sweep();
  }

  /** Forgets what is not here whole. */
  clear(): void {
    if (this.#current === null) return;
    this.#database.lightTransaction(() => this.#empty());
    this.#current = null;
    this.#retired.sweep();
  }

  #empty(): void {
    if (this.#current !== null) {
      this.#retired.retire('staged', 'resources');
      this.#database.script(asideTables.staged);
    }
    this.#database.run('DELETE FROM staged_parts');
    this.#database.run('DELETE FROM stage');
  }

  /** In the place of what was here whole before. */
  #putAside(manifest: SnapshotManifest): void {
    withoutChangeTriggers(this.#database, () => {
      this.#retired.retire('whole', 'resources');
      this.#retired.retire('whole_log', 'log');
      this.#database.script('ALTER TABLE staged RENAME TO whole');
      this.#database.script(`${asideTables.staged}; ${asideTables.whole_log}`);
    });
    const sql = 'INSERT OR REPLACE INTO put_aside VALUES (1, ?, ?)';
    this.#database.run(sql, JSON.stringify(manifest), JSON.stringify(manifest.position));
    this.#database.run('DELETE FROM staged_parts');
    this.#database.run('DELETE FROM stage');
  }

  #insert(row: SnapshotRow): void {
    const { provider, type, name, value, revision, author, changedAt } = row;
    this.#database.run(
      'INSERT INTO staged (provider, type, name, value, revision, author, changedAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[provider, type, name, value, revision, author, changedAt],
    );
  }
}

function manifestOf({ manifest }: { manifest: string }): SnapshotManifest {
  return z.parse(storedManifest, JSON.parse(manifest));
}
