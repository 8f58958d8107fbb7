import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import * as z from 'zod/mini';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { orStorageFailed, systemCode, writeAll, writeDurably } from './durable-file.ts';

/** Longest JSON text that a slot holds, in bytes of UTF-8. */
export const longestValue = 496;
const slotBytes = 512;
/** Apart by the largest sector in use, so that a write cut short in one slot cannot reach the other. */
const slotDistance = 4096;
const fileBytes = 2 * slotDistance;

/** In a slot: CRC-32 of the rest (4 bytes), length of the text (4), sequence (8), text, zeros. */
interface Slot {
  sequence: number;
  text: string;
}

/**
 * One small value that survives power loss at any instant and can be written on a full disk: the file has its final
 * size from the start and is written in place, the older of two slots each time. Everything is synchronous.
 */
export class TwoSlotFile<T> {
  readonly #path: string;
  readonly #schema: z.core.$ZodType<T>;
  #file: number | null = null;
  #newest: { slot: 0 | 1; sequence: number } | null = null;
  #value: T | null = null;

  constructor(path: string, schema: z.core.$ZodType<T>) {
    this.#path = path;
    this.#schema = schema;
  }

  /** Creates the file where there is none. Throws a `StartError` when what was stored is lost. */
  open(): void {
    this.#file = this.#openOrCreate();
    if (fstatSync(this.#file).size !== fileBytes) throw this.#lost('its size is wrong');
    const slots = readSlots(this.#file);
    const [first, second] = slots;
    if (first === 'damaged' && second === 'damaged') throw this.#lost('both copies are damaged');
    const newest = sequenceOf(second) > sequenceOf(first) ? 1 : 0;
    const slot = slots[newest];
    // One damaged and one never written: the very first write was cut short, so nothing was ever stored.
    if (typeof slot === 'string') return;
    this.#value = this.#parse(slot.text);
    this.#newest = { slot: newest, sequence: slot.sequence };
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#newest = null;
    this.#value = null;
  }

  /** The last value written; `null` if there was none yet. */
  read(): T | null {
    return this.#value;
  }

  /** Returns when the value is on disk. Throws `storageFailed`: the value before stays in force in this process, and
   * the next start finds either of the two. */
  write(value: T): void {
    const file = this.#file;
    if (file === null) throw new Error(`${this.#path} is not open`);
    const sequence = (this.#newest?.sequence ?? 0) + 1;
    const slot = this.#newest?.slot === 0 ? 1 : 0;
    const bytes = encodeSlot({ sequence, text: JSON.stringify(value) });
    orStorageFailed(this.#path, () => {
      writeAll(file, bytes, slot * slotDistance);
      fsyncSync(file);
    });
    this.#newest = { slot, sequence };
    this.#value = value;
  }

  #openOrCreate(): number {
    try {
      return openSync(this.#path, 'r+');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      writeDurably(this.#path, new Uint8Array(fileBytes), { mode: 0o600 });
      return openSync(this.#path, 'r+');
    }
  }

  #parse(text: string): T {
    const parsed = z.safeParse(this.#schema, JSON.parse(text));
    if (!parsed.success) throw this.#lost(`unknown content ${text}`);
    return parsed.data;
  }

  #lost(reason: string): StartError {
    this.close();
    return new StartError(exitCodes.directoryUnusable, `${this.#path} cannot be read: ${reason}`);
  }
}

type ReadSlot = Slot | 'empty' | 'damaged';

const sequenceOf = (slot: ReadSlot): number => (typeof slot === 'string' ? 0 : slot.sequence);

function readSlots(file: number): [ReadSlot, ReadSlot] {
  const bytes = Buffer.alloc(fileBytes);
  for (let done = 0, got = -1; got !== 0 && done < fileBytes; done += got) {
    got = readSync(file, bytes, done, fileBytes - done, done);
  }
  return [decodeSlot(bytes.subarray(0, slotBytes)), decodeSlot(bytes.subarray(slotDistance, slotDistance + slotBytes))];
}

function encodeSlot({ sequence, text }: Slot): Buffer {
  const encoded = Buffer.from(text);
  if (encoded.length > longestValue) throw new RangeError(`${String(encoded.length)} bytes do not fit in a slot`);
  const bytes = Buffer.alloc(slotBytes);
  bytes.writeUInt32BE(encoded.length, 4);
  bytes.writeBigUInt64BE(BigInt(sequence), 8);
  encoded.copy(bytes, slotBytes - longestValue);
  bytes.writeUInt32BE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

function decodeSlot(bytes: Buffer): ReadSlot {
  if (bytes.every((byte) => byte === 0)) return 'empty';
  const length = bytes.readUInt32BE(4);
  if (length > longestValue || crc32(bytes.subarray(4)) !== bytes.readUInt32BE(0)) return 'damaged';
  const start = slotBytes - longestValue;
  return { sequence: Number(bytes.readBigUInt64BE(8)), text: bytes.toString('utf8', start, start + length) };
}
