import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figures } from './figures.ts';

const results = fileURLToPath(new URL('../results/', import.meta.url));

/** Prints a table and the machine it is of, and keeps both in bench/results, which is not under version control. */
export function report(name: string, rows: Record<string, Figures>, software: Record<string, string> = {}): void {
  const machine = {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    kernel: release(),
    node: process.version,
    ...software,
  };
  console.table(rows);
  console.log(
    Object.entries(machine)
      .map(([what, value]) => `${what} ${value}`)
      .join(', '),
  );
  mkdirSync(results, { recursive: true });
  const file = `${results}${name}.json`;
  writeFileSync(file, `${JSON.stringify({ name, at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
  console.log(file);
}
