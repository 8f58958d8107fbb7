import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty directory for each spec, removed after it: `const path = useTemporaryDirectory(); path('config.db')`. */
export function useTemporaryDirectory(): (...names: string[]) => string {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'understudy-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return (...names) => join(directory, ...names);
}
