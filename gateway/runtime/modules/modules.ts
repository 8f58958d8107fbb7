import type { InstalledModule, ModuleManifest, ModuleValue } from '#contract/modules';
import type { ModuleFiles } from '../../config/resources/module-files.ts';
import type { Logger } from '../../logging/logger.ts';
import { loadProgram, type ModuleProgram, type Signal } from './module-program.ts';

export interface ModulesParts {
  files: ModuleFiles;
  /** What the configuration names, by id. */
  configured: () => ReadonlyMap<string, ModuleValue>;
  logger: Logger;
}

interface Loaded {
  sha256: string;
  program: ModuleProgram | null;
  problem: string | null;
}

/** Programs that were installed on the pair: each gives signals that tags can show. */
export class Modules {
  readonly #parts: ModulesParts;
  readonly #loaded = new Map<string, Loaded>();

  constructor(parts: ModulesParts) {
    this.#parts = parts;
  }

  /** Loads what the configuration names and what is here; a module that fails keeps the others running. */
  async load(): Promise<void> {
    const { configured } = this.#parts;
    for (const id of this.#loaded.keys()) if (!configured().has(id)) this.#loaded.delete(id);
    for (const [id, { sha256 }] of configured()) {
      if (this.#loaded.get(id)?.sha256 !== sha256) await this.#load(id, sha256);
    }
  }

  /** `null`: the module is not here, does not run, or has no such signal. */
  signal(id: string, name: string): Signal | null {
    return this.#loaded.get(id)?.program?.signals[name] ?? null;
  }

  list(): InstalledModule[] {
    return [...this.#parts.configured()].map(([id, value]) => {
      const loaded = this.#loaded.get(id);
      const problem = loaded?.problem ?? null;
      const isMissing = loaded === undefined && !this.#parts.files.has(value.sha256);
      return { id, ...value, state: isMissing ? 'missing' : problem === null ? 'running' : 'failed', problem };
    });
  }

  async #load(id: string, sha256: string): Promise<void> {
    const { files, logger } = this.#parts;
    if (!files.has(sha256)) return void this.#loaded.delete(id);
    try {
      if (files.read(sha256) === null) throw new Error('its file was changed on the disk');
      const program = await loadProgram(files.path(sha256));
      this.#loaded.set(id, { sha256, program, problem: nameProblem(program.manifest, id) });
      logger.info(`The module ${id} ${program.manifest.version} runs`);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#loaded.set(id, { sha256, program: null, problem });
      logger.error(`The module ${id} does not run: ${problem}`);
    }
  }
}

function nameProblem({ id: own }: ModuleManifest, id: string): string | null {
  return own === id ? null : `it calls itself ${own}`;
}
