import type { Position, SnapshotRow } from '#contract/replication-frames';
import { SnapshotDigest } from './config-chain.ts';
import { configMigrations, positionRow, resourceRow } from './config-tables.ts';
import { Database } from './database.ts';

const pageRows = 200;

/** The whole configuration as it is at one instant, read a part at a time while it goes on changing. */
export class ConfigSnapshot {
  readonly position: Position;
  readonly #database: Database;
  readonly #digest = new SnapshotDigest();
  #page: SnapshotRow[] = [];
  #last: { type: string; name: string } = { type: '', name: '' };

  /** Throws where there is no configuration yet, or no room to read it. */
  constructor(path: string) {
    this.#database = new Database(path, { migrations: configMigrations });
    this.#database.open();
    this.#database.holdReads();
    const position = this.#database.get('SELECT lineage, revision, hash FROM position', positionRow);
    if (position === null) {
      this.close();
      throw new Error('There is no configuration yet');
    }
    this.position = position;
  }

  /** The next rows, as many as fit, at least one; empty after the last. */
  next(mostBytes: number): SnapshotRow[] {
    const part: SnapshotRow[] = [];
    for (let bytes = 0; ;) {
      if (this.#page.length === 0) this.#page = this.#read();
      const [row] = this.#page;
      bytes += row === undefined ? 0 : Buffer.byteLength(row.value) + Buffer.byteLength(row.name) + 200;
      if (row === undefined || (part.length > 0 && bytes > mostBytes)) break;
      part.push(row);
      this.#page = this.#page.slice(1);
    }
    this.#digest.add(part);
    return part;
  }

  /** After the last part. */
  end(): { position: Position; digest: string; count: number } {
    return { position: this.position, count: this.#digest.count, digest: this.#digest.end() };
  }

  close(): void {
    this.#database.close();
  }

  #read(): SnapshotRow[] {
    const sql = 'SELECT * FROM resources WHERE (type, name) > (?, ?) ORDER BY type, name LIMIT ?';
    const rows = this.#database.all(sql, resourceRow, this.#last.type, this.#last.name, pageRows);
    this.#last = rows.at(-1) ?? this.#last;
    return rows;
  }
}
