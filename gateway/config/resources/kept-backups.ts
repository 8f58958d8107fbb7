import { createReadStream, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { keptBackup, type KeptBackup } from '#contract/divergence';
import * as z from 'zod/mini';
import { type CopyOrder, copyInWorker } from './copy-order.ts';
import type { KeptCopy } from './backup-writer.ts';
import { readIfThere } from '../disk/durable-file.ts';

export interface KeptBackupsParts {
  directory: string;
  /** Of the configuration database. */
  path: string;
  /** Epoch ms. */
  now: () => number;
  copy?: (order: CopyOrder & { kind: 'backup' }) => Promise<KeptCopy>;
}

/** `db`: a copy of the whole database; `json`: the file that a gateway imports. */
export type BackupFormat = 'json' | 'db';

/** The note beside a copy. `modules`: the hashes of the files that it names. */
const note = z.extend(keptBackup, { modules: z.array(z.string()) });

/** So many are kept; the oldest go. */
const most = 20;
const ids = /^\d{8}-\d{6}(?:-\d+)?$/;

/** Configurations that were replaced, each in three files: two copies, and a note that is written last. */
export class KeptBackupsDirectory {
  readonly #parts: KeptBackupsParts;

  constructor(parts: KeptBackupsParts) {
    this.#parts = parts;
  }

  /** Keeps the configuration as it is now; on disk when it resolves. Its id. */
  async keep(because: string): Promise<string> {
    const { directory, path, now, copy = copyInWorker } = this.#parts;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#removeBroken();
    const at = now();
    const id = this.#freeId(at);
    const target = join(directory, id);
    const { resources, position, modules } = await copy({ kind: 'backup', path, target });
    const { size: bytes } = statSync(`${target}.json`);
    const about = { id, at, because, resources, revision: position?.revision ?? null, bytes, modules };
    writeFileSync(`${target}.part`, JSON.stringify(about satisfies z.infer<typeof note>), { mode: 0o600, flush: true });
    renameSync(`${target}.part`, `${target}.note`);
    for (const { id: old } of this.list().slice(most)) this.#remove(old);
    return id;
  }

  /** Newest first. */
  list(): KeptBackup[] {
    return this.#ids()
      .sort()
      .reverse()
      .flatMap((id) => this.#note(id) ?? []);
  }

  /** Hashes of the files of modules that any of them names: who imports one needs them. `null`: one does not say. */
  modules(): string[] | null {
    const known = this.#ids().map((id) => z.safeParse(note, this.#stored(id)).data?.modules ?? null);
    return known.includes(null) ? null : known.flatMap((each) => each ?? []);
  }

  /** `null`: there is none. */
  read(id: string, format: BackupFormat): Readable | null {
    if (!ids.test(id) || this.#note(id) === null) return null;
    return createReadStream(join(this.#parts.directory, `${id}.${format}`));
  }

  #ids(): string[] {
    try {
      const names = readdirSync(this.#parts.directory).filter((name) => name.endsWith('.note'));
      return names.map((name) => name.slice(0, -'.note'.length)).filter((id) => ids.test(id));
    } catch {
      return [];
    }
  }

  /** `null`: there is none, or what is there was damaged. */
  #note(id: string): KeptBackup | null {
    return z.safeParse(keptBackup, this.#stored(id)).data ?? null;
  }

  #stored(id: string): unknown {
    try {
      return JSON.parse(readIfThere(join(this.#parts.directory, `${id}.note`)) ?? 'null');
    } catch {
      return null;
    }
  }

  #freeId(at: number): string {
    const stamp = new Date(at)
      .toISOString()
      .replace(/[-:]|\..*/g, '')
      .replace('T', '-');
    const taken = new Set(this.#ids());
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? stamp : `${stamp}-${count}`;
      if (!taken.has(id)) return id;
    }
  }

  #remove(id: string): void {
    for (const ending of ['note', 'json', 'db'])
      rmSync(join(this.#parts.directory, `${id}.${ending}`), { force: true });
  }

  /** Of copies that a full disk or a crash broke off: they would take its room for ever. */
  #removeBroken(): void {
    const { directory } = this.#parts;
    const whole = new Set(this.#ids());
    for (const name of readdirSync(directory)) {
      const [id = ''] = name.split('.');
      if (ids.test(id) && !whole.has(id)) rmSync(join(directory, name), { force: true });
    }
  }
}
