import { open, rename, rm } from 'node:fs/promises';
import { compareEpochs, type Epoch } from '#contract/epoch';
import { type FlatRows, isFlatRows, type RuntimePosition, runtimePosition } from '#contract/runtime-frames';
import { providerId } from '#contract/providers';
import * as z from 'zod/mini';
import { readIfThere } from '../../../config/disk/durable-file.ts';
import type { Logger } from '../../../logging/logger.ts';
import { journalEntry } from './answered-journal.ts';
import type { RuntimeMap } from './runtime-map.ts';
import { isSamePosition } from './runtime-position.ts';
import type { RuntimeState } from './runtime-state.ts';

/** A line of the file: a map begins; some of its rows; it is complete, no row is newer than `at`; the end. */
const line = z.union([
  z.strictObject({ map: providerId, position: runtimePosition }),
  z.strictObject({ rows: z.custom<FlatRows>(isFlatRows) }),
  z.strictObject({ at: z.int() }),
  z.strictObject({ journal: z.array(journalEntry) }),
]);
type Line = z.infer<typeof line>;

interface SavedMap {
  map: RuntimeMap<unknown> | null;
  position: RuntimePosition;
  parts: FlatRows[];
}

const periodMs = 5000;
const rowsInLine = 2000;

/** The last state of the plant that is on disk, with its position: what a node has when both were off. */
export class RuntimeFile {
  readonly #path: string;
  readonly #state: RuntimeState;
  readonly #logger: Logger;
  #written: RuntimePosition[] | null = null;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #failed = false;

  constructor(path: string, state: RuntimeState, logger: Logger) {
    this.#path = path;
    this.#state = state;
    this.#logger = logger;
  }

  /** `highest`: the highest epoch that is on disk. Data of a higher one belongs to another directory. */
  start(highest: Epoch | null): void {
    try {
      this.#load(highest);
    } catch (error) {
      this.#logger.warn('The last state of the plant could not be read: this node begins without it', error);
    }
    this.#written = this.#positions();
    this.#timer = setInterval(() => this.#writeWhenChanged(), periodMs);
  }

  /** Writes what changed, if it was ever started. */
  async stop(): Promise<void> {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    await this.#writing;
    this.#writeWhenChanged();
    await this.#writing;
  }

  #writeWhenChanged(): void {
    const { maps } = this.#state;
    const written = this.#written;
    if (maps.every(({ position }, index) => written?.[index] !== undefined && isSamePosition(position, written[index])))
      return;
    this.#writing = this.#writing.then(() => this.#write());
  }

  /** The old file stays in force until the new one is complete and on disk. */
  async #write(): Promise<void> {
    const positions = this.#positions();
    try {
      const file = await open(`${this.#path}.new`, 'w', 0o600);
      try {
        for (const each of this.#lines()) await file.write(`${JSON.stringify(each)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${this.#path}.new`, this.#path);
      this.#written = positions;
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.#logger.warn('The state of the plant could not be written to disk', error);
      this.#failed = true;
      // On a disk that is nearly full the half of it would take the room that others need.
      await rm(`${this.#path}.new`, { force: true }).catch(() => undefined);
    }
  }

  /** Writing goes on meanwhile: a row may be newer than the position, and none is older. */
  *#lines(): Generator<Line> {
    for (const map of this.#state.maps) {
      yield { map: map.id, position: map.position };
      const entries = [...map.entries()];
      for (let index = 0; index < entries.length; index += rowsInLine) {
        const part = entries.slice(index, index + rowsInLine).filter(({ value }) => value !== null);
        yield { rows: part.flatMap(({ key, value }) => [key, value]) };
      }
      yield { at: map.position.sequence };
    }
    yield { journal: [...this.#state.journal.entries] };
  }

  #load(highest: Epoch | null): void {
    const text = readIfThere(this.#path);
    if (text === null) return;
    const lines = text.split('\n').filter((each) => each !== '');
    const read = lines.map((each) => z.parse(line, JSON.parse(each)));
    const journal = read.pop();
    if (journal === undefined || !('journal' in journal)) throw new Error('The file is not complete');
    let whole: SavedMap | null = null;
    for (const each of read) {
      if ('map' in each) whole = { map: this.#state.map(each.map), position: each.position, parts: [] };
      else if ('rows' in each) whole?.parts.push(each.rows);
      else if ('at' in each && whole !== null) restore(whole, each.at, highest);
    }
    this.#state.journal.restore(journal.journal);
  }

  #positions(): RuntimePosition[] {
    return this.#state.maps.map(({ position }) => position);
  }
}

function restore({ map, position, parts }: SavedMap, at: number, highest: Epoch | null): void {
  if (map === null || compareEpochs(position.epoch, highest) > 0) return;
  const isValue = map.options.check ?? (() => true);
  const staging = map.stage();
  for (const rows of parts) {
    if (!rows.every((value, index) => index % 2 === 0 || isValue(value))) return;
    staging.add(rows, at);
  }
  map.replace(staging, position);
}
