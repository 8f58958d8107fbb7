import { position as positionSchema } from '#contract/replication-frames';
import type { LogRow, Position, SnapshotManifest, SnapshotRow } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { follow, snapshotId } from './config-chain.ts';
import { insertLogRow } from './config-log.ts';
import { digestRow, numberRow, stagedTables, stageRow, storedManifest } from './config-tables.ts';
import type { Database } from '../disk/database.ts';
import { putResource } from './resource-rows.ts';
import { RetiredTables } from './retired-tables.ts';

/** What is put aside now. `bytes`: of the parts that are here. */
export interface Staged {
  manifest: SnapshotManifest;
  parts: number;
  bytes: number;
  /** Where it stands, once all of it is here; changes that come after it move it on. */
  position: Position | null;
}

/** A second configuration beside the one that counts, which it takes the place of in one step. */
export class ConfigStage {
  readonly #database: Database;
  readonly #retired: RetiredTables;
  #current: Staged | null = null;

  constructor(database: Database) {
    this.#database = database;
    this.#retired = new RetiredTables(database);
  }

  open(): void {
    const row = this.#database.get('SELECT manifest, bytes, position FROM stage', stageRow);
    const parts = this.#database.get('SELECT count(*) AS number FROM staged_parts', numberRow)?.number ?? 0;
    this.#current = row === null ? null : { ...parse(row), bytes: row.bytes, parts };
    this.#retired.sweep();
  }

  close(): void {
    this.#retired.stop();
    this.#current = null;
  }

  /** Somebody else writes: nothing is tidied up meanwhile. */
  pause(): void {
    this.#retired.stop();
  }

  resume(): void {
    this.#retired.sweep();
  }

  get current(): Staged | null {
    return this.#current;
  }

  /** Where it stands, if all of it is here. */
  get position(): Position | null {
    return this.#current?.position ?? null;
  }

  /** Forgets what was put aside before. */
  begin(manifest: SnapshotManifest): void {
    this.#database.lightTransaction(() => {
      this.#empty();
      this.#database.run('INSERT INTO stage VALUES (1, ?, 0, NULL)', JSON.stringify(manifest));
    });
    this.#current = { manifest, parts: 0, bytes: 0, position: null };
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
    this.#write(manifest.position);
    return this.#move(manifest.position);
  }

  /** Changes after what was put aside, in one transaction. Throws, and then nothing is applied. */
  apply(rows: readonly LogRow[]): Position {
    const from = this.position;
    if (from === null) throw new Error('Changes came before all of what they change');
    const moved = this.#database.transaction(() => {
      const end = rows.reduce((position, row) => {
        const next = follow(position, row);
        this.#put(row, next.hash);
        return next;
      }, from);
      this.#write(end);
      return end;
    });
    return this.#move(moved);
  }

  /** Inside a transaction: it is the configuration now. Where it stands. */
  promote(): Position {
    const { position, manifest } = this.#current ?? {};
    if (position == null || manifest === undefined) throw new Error('Nothing whole is put aside');
    this.#retired.retire('resources', 'resources');
    this.#retired.retire('log', 'log');
    this.#database.script('ALTER TABLE staged RENAME TO resources; ALTER TABLE staged_log RENAME TO log');
    this.#database.script(`${stagedTables.staged}; ${stagedTables.staged_log}`);
    this.#database.run('DELETE FROM trimmed');
    const { revision, hash } = manifest.position;
    this.#database.run('INSERT INTO trimmed (revision, provider, hash) VALUES (?, NULL, ?)', revision, hash);
    this.#database.run('DELETE FROM staged_parts');
    this.#database.run('DELETE FROM stage');
    return position;
  }

  /** What was promoted is on disk. */
  promoted(): void {
    this.#current = null;
    this.#retired.sweep();
  }

  clear(): void {
    if (this.#current === null) return;
    this.#database.lightTransaction(() => this.#empty());
    this.#current = null;
    this.#retired.sweep();
  }

  #empty(): void {
    if (this.#current !== null) {
      this.#retired.retire('staged', 'resources');
      this.#retired.retire('staged_log', 'log');
      this.#database.script(`${stagedTables.staged}; ${stagedTables.staged_log}`);
    }
    this.#database.run('DELETE FROM staged_parts');
    this.#database.run('DELETE FROM stage');
  }

  #put(row: LogRow, hash: string): void {
    putResource(this.#database, 'staged', row);
    insertLogRow(this.#database, 'staged_log', row, hash);
  }

  #insert(row: SnapshotRow): void {
    const { provider, type, name, value, revision, author, changedAt } = row;
    this.#database.run(
      'INSERT INTO staged (provider, type, name, value, revision, author, changedAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[provider, type, name, value, revision, author, changedAt],
    );
  }

  #write(position: Position): void {
    this.#database.run('UPDATE stage SET position = ?', JSON.stringify(position));
  }

  #move(position: Position): Position {
    if (this.#current !== null) this.#current = { ...this.#current, position };
    return position;
  }
}

function parse({ manifest, position }: z.infer<typeof stageRow>): Pick<Staged, 'manifest' | 'position'> {
  return {
    manifest: z.parse(storedManifest, JSON.parse(manifest)),
    position: position === null ? null : z.parse(positionSchema, JSON.parse(position)),
  };
}
