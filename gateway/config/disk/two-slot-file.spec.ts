import * as fc from 'fast-check';
import assert from 'node:assert';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { StartError } from '../../exit-codes.ts';
import { runOnSmallDisk, runScript } from './full-disk.testing.ts';
import { useTemporaryDirectory } from './temporary-directory.testing.ts';
import { longestValue, TwoSlotFile } from './two-slot-file.ts';

const schema = z.object({ number: z.int(), note: z.string() });
const slotBytes = 512;
const slotDistance = 4096;
const opened = (path: string) => `
  const { TwoSlotFile } = await import(${JSON.stringify(new URL('./two-slot-file.ts', import.meta.url).href)});
  const z = await import(${JSON.stringify(import.meta.resolve('zod/mini'))});
  const open = () => { const made = new TwoSlotFile(${path}, z.int()); made.open(); return made; };
`;

describe('TwoSlotFile', () => {
  const path = useTemporaryDirectory();

  it('holds nothing at first, then the last value written, also for the next process', () => {
    expect(readBack()).toBeNull();

    for (let number = 1; number <= 5; number++) {
      write({ number, note: 'x'.repeat(number) });

      expect(readBack()).toEqual({ number, note: 'x'.repeat(number) });
    }
  });

  it('keeps the value when the process is killed right after writing', () => {
    const script = `${opened(JSON.stringify(path('epoch')))} open().write(7); process.kill(process.pid, 'SIGKILL');`;

    expect(runScript(script).signal).toBe('SIGKILL');

    const file = new TwoSlotFile(path('epoch'), z.int());
    file.open();
    expect(file.read()).toBe(7);
    file.close();
  });

  it('keeps the value before, wherever the write after it was torn', () => {
    const value = fc.record({ number: fc.nat(), note: fc.string({ maxLength: 80 }) });
    const damage = fc.record({
      from: fc.nat(slotBytes - 1),
      length: fc.integer({ min: 1, max: slotBytes }),
      filling: fc.constantFrom('as before', 'zeros', 'garbage'),
      garbage: fc.uint8Array({ minLength: slotBytes, maxLength: slotBytes }),
    });
    const survives = fc.property(
      fc.array(value, { minLength: 2, maxLength: 4 }),
      damage,
      (values, { from, length, filling, garbage }) => {
        writeFileSync(path('epoch'), new Uint8Array(2 * slotDistance));
        values.slice(0, -1).forEach(write);
        const before = readFileSync(path('epoch'));
        write(values.at(-1)!);
        const after = readFileSync(path('epoch'));

        const torn = Buffer.from(after);
        const slot = values.length % 2 === 0 ? slotDistance : 0;
        const source = { 'as before': before.subarray(slot), zeros: Buffer.alloc(slotBytes), garbage }[filling];
        for (let at = from; at < Math.min(from + length, slotBytes); at++) torn[slot + at] = source[at]!;
        writeFileSync(path('epoch'), torn);

        assert.deepEqual(readBack(), torn.equals(after) ? values.at(-1)! : values.at(-2)!);
        write({ number: 1, note: 'goes on' });
        assert.deepEqual(readBack(), { number: 1, note: 'goes on' });
      },
    );

    expect(() => {
      fc.assert(survives, { numRuns: 300 });
    }).not.toThrow();
  });

  it('holds nothing when the very first write was torn', () => {
    write({ number: 1, note: 'first' });
    damage(0);

    expect(readBack()).toBeNull();
  });

  it('refuses to start from a file whose value is lost, rather than from nothing', () => {
    write({ number: 1, note: '' });
    write({ number: 2, note: '' });
    damage(0);
    damage(slotDistance);

    expect(readBack).toThrowError(StartError, /both copies are damaged/);
  });

  it('refuses a file that was cut', () => {
    write({ number: 1, note: '' });
    write({ number: 2, note: '' });
    truncateSync(path('epoch'), slotDistance);

    expect(readBack).toThrowError(StartError, /size is wrong/);
  });

  it('is written on a full disk', () => {
    const printed = runOnSmallDisk(`${opened("directory + '/epoch'")}
      const file = open();
      fill();
      for (let value = 1; value <= 3; value++) file.write(value);
      file.close();
      print(open().read());`);

    expect(printed).toEqual([3]);
  });

  it('takes no value that is longer than a slot', () => {
    expect(() => {
      write({ number: 1, note: 'x'.repeat(longestValue) });
    }).toThrowError(RangeError);
    expect(readBack()).toBeNull();
  });

  function write(value: z.infer<typeof schema>): void {
    const file = new TwoSlotFile(path('epoch'), schema);
    file.open();
    try {
      file.write(value);
    } finally {
      file.close();
    }
  }

  function readBack(): z.infer<typeof schema> | null {
    const file = new TwoSlotFile(path('epoch'), schema);
    file.open();
    const value = file.read();
    file.close();
    return value;
  }

  function damage(slot: number): void {
    const bytes = readFileSync(path('epoch'));
    bytes.writeUInt8(bytes.readUInt8(slot + 20) ^ 1, slot + 20);
    writeFileSync(path('epoch'), bytes);
  }
});
