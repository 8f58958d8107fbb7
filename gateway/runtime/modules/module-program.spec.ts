import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { loadProgram, tryProgram } from './module-program.ts';

const sample = join(import.meta.dirname, 'sample/waves.mjs');
const manifest = `export const manifest = { id: 'odd', title: 'Odd', version: '1' };`;

describe('The file of a module', () => {
  const path = useTemporaryDirectory();

  it('of the sample says who it is, and gives two signals', async () => {
    expect(await tryProgram(sample)).toEqual({ id: 'waves', title: 'Waves', version: '1.0.0' });
    const { signals } = await loadProgram(sample);
    expect(Object.keys(signals)).toEqual(['sine', 'sawtooth']);
    expect(signals['sine']?.(15_000)).toBeCloseTo(1);
    expect(signals['sawtooth']?.(0)).toBe(-1);
  });

  it('that is no program is refused with the words of the language', async () => {
    await expectAsync(tryProgram(file('const = 1'))).toBeRejectedWithError(/SyntaxError/);
  });

  it('without a manifest is refused', async () => {
    const words = /^It does not export what a module must: manifest Invalid input: expected object/;
    await expectAsync(tryProgram(file('export const signals = {};'))).toBeRejectedWithError(words);
  });

  it('whose signals are no functions is not loaded', async () => {
    const odd = file(`${manifest} export const signals = { level: 7 };`);
    await expectAsync(loadProgram(odd)).toBeRejectedWithError(/does not export what a module must: signals.level/);
  });

  it('that waits for something for ever is given up, so that the node starts without it', async () => {
    const waits = file(`${manifest} export const signals = {}; await new Promise(() => {});`);
    await expectAsync(loadProgram(waits)).toBeRejectedWithError(/does not come to an end/);
  });

  it('that ends the process that loads it ends nothing here', async () => {
    await expectAsync(tryProgram(file(`${manifest} process.exit(3);`))).toBeRejectedWithError(/ends the process/);
  });

  it('that never comes to an end is given up', async () => {
    await expectAsync(tryProgram(file(`${manifest} for (;;);`))).toBeRejectedWithError(/does not come to an end/);
  });

  function file(text: string): string {
    const name = path('odd.mjs');
    writeFileSync(name, text);
    return name;
  }
});
