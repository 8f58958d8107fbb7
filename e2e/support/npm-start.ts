import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { LocalPair } from './local-pair.ts';

interface Fixtures {
  /** Empty; gone after the test. */
  folder: string;
  /** Runs `npm start`, in that folder unless it is said; at the end of the test it is interrupted. See `LocalPair`. */
  npmStart: (ports: number[], dataDirectory?: string) => LocalPair;
}

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-start-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  npmStart: async ({ folder }, use) => {
    const started: LocalPair[] = [];
    await use((ports, dataDirectory = folder) => {
      const pair = new LocalPair(dataDirectory, ports);
      started.push(pair);
      return pair;
    });
    for (const pair of started) await pair.interrupt();
  },
});

export { expect };
