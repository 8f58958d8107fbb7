import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { InstalledModule, ModuleManifest } from '#contract/modules';
import type { Saved } from '#contract/resources';
import type { ModuleFiles } from '../../config/resources/module-files.ts';
import type { Resources } from '../../config/resources/resources.ts';
import { GatewayError } from '../../errors.ts';
import { tryProgram } from './module-program.ts';
import type { Modules } from './modules.ts';

/** Installing and removing modules: an edit of the configuration, with a file. */
export class ModuleEdits {
  readonly #files: ModuleFiles;
  readonly #modules: Modules;
  readonly #resources: Resources;

  constructor(parts: { files: ModuleFiles; modules: Modules; resources: Resources }) {
    this.#files = parts.files;
    this.#modules = parts.modules;
    this.#resources = parts.resources;
  }

  list(): InstalledModule[] {
    return this.#modules.list();
  }

  /** Throws `badRequest` where the file is no module, and what `Resources.put` throws. */
  async install(bytes: Uint8Array, author: string): Promise<{ manifest: ModuleManifest; saved: Saved }> {
    this.#resources.requireEditable();
    const manifest = await manifestOf(bytes);
    const { id, title, version } = manifest;
    const sha256 = this.#files.add(bytes);
    const value = { title, version, sha256, bytes: bytes.length };
    return { manifest, saved: await this.#resources.put('module', id, value, { author, expected: 'any' }) };
  }

  remove(id: string, author: string): Promise<Saved> {
    return this.#resources.remove('module', id, { author, expected: 'any' });
  }
}

/** Read where it harms nobody: outside the directory of the gateway, and in a thread of its own. */
async function manifestOf(bytes: Uint8Array): Promise<ModuleManifest> {
  const directory = mkdtempSync(join(tmpdir(), 'understudy-module-'));
  const path = join(directory, `${randomUUID()}.mjs`);
  try {
    writeFileSync(path, bytes);
    return await tryProgram(path);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new GatewayError('badRequest', { detail: `The file is not a module: ${problem}` });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
