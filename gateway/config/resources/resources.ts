import {
  providerOfType,
  resourceType,
  type Resource,
  type ResourceFile,
  type ResourceType,
  type Saved,
} from '#contract/resources';
import type { Position, SnapshotRow } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { GatewayError } from '../../errors.ts';
import type { EditingPlace } from '../../security/users.ts';
import type { BesideOrder } from './beside-order.ts';
import type { Change, ConfigStore } from './config-store.ts';
import type { ExportFile, ExportFiles } from './export-files.ts';
import type { ModuleFiles } from './module-files.ts';
import { requireFile } from './required-file.ts';

export interface ResourcesParts {
  store: ConfigStore;
  exports: Pick<ExportFiles, 'take' | 'freePath'>;
  place: EditingPlace;
  /** The files of modules that are here. */
  moduleFiles: () => Pick<ModuleFiles, 'has' | 'hashes'>;
  pair: {
    /** Whether the other node has the revision on its disk; resolves within an author's patience. */
    replicated(revision: number): Promise<boolean>;
  };
}

export interface ResourceWindow {
  search: string;
  limit: number;
  offset: number;
}

/** The configuration of the pair as administrators edit it. Values arrive validated by the contract. */
export class Resources {
  readonly #parts: ResourcesParts;

  constructor(parts: ResourcesParts) {
    this.#parts = parts;
  }

  list(type: ResourceType, window: ResourceWindow) {
    const { items, total, matching } = this.#parts.store.list(type, window);
    return { items: items.map(resourceOf), metadata: { total, matching, limit: window.limit, offset: window.offset } };
  }

  /** Throws `notFound`. */
  get(type: ResourceType, name: string): Resource {
    const row = this.#parts.store.get(type, name);
    if (row === null) throw new GatewayError('notFound', { detail: `There is no ${type} named ${name}` });
    return resourceOf(row);
  }

  /** `null`: there is none. */
  revision(type: ResourceType, name: string): number | null {
    return this.#parts.store.revision(type, name);
  }

  /** Creates it (`expected` is null) or changes it. Throws `notEditableHere` and what `ConfigStore.write` throws. */
  put(type: ResourceType, name: string, value: unknown, by: { author: string; expected: Change['expected'] }) {
    const provider = providerOfType[type];
    const change = { provider, type, name, value: JSON.stringify(value), expected: by.expected };
    return this.#save([change], by.author);
  }

  remove(type: ResourceType, name: string, by: { author: string; expected: number | 'any' }): Promise<Saved> {
    const provider = providerOfType[type];
    return this.#save([{ provider, type, name, value: null, expected: by.expected }], by.author);
  }

  /** Everything in one file. `signal`: whoever asked has left. Throws `unavailable`, `storageFailed`. */
  export(signal: AbortSignal): Promise<ExportFile> {
    return this.#parts.exports.take(signal);
  }

  /** All of it or nothing. What is equal already is left alone, what the file does not name stays. */
  async import({ resources }: ResourceFile, author: string): Promise<Saved> {
    return this.#save(changesOf({ resources }, this.#parts.store), author);
  }

  /** For a file that is to be imported, until whoever asked removes it. Throws `storageFailed`. */
  freePath(): string {
    return this.#parts.exports.freePath();
  }

  /** The same in another thread, while nobody else writes. Throws what that thread throws. */
  async importBeside(run: (order: BesideOrder & { modules: string[] }) => Promise<void>): Promise<Saved> {
    this.requireEditable();
    const { store, pair, moduleFiles } = this.#parts;
    store.found();
    const { revision } = await store.writeBeside((order) => run({ ...order, modules: moduleFiles().hashes() }));
    return { revision, replicated: await pair.replicated(revision) };
  }

  async #save(changes: readonly Change[], author: string): Promise<Saved> {
    this.requireEditable();
    const { store, pair, moduleFiles } = this.#parts;
    for (const change of changes) requireFile(change, (sha256) => moduleFiles().has(sha256));
    const before: Position = store.found();
    const { revision } = changes.length === 0 ? before : await store.write(changes, author);
    return { revision, replicated: await pair.replicated(revision) };
  }

  /** On a Backup it follows the Master's. */
  get isEditable(): boolean {
    return this.#parts.place.isHere();
  }

  /** Throws `notEditableHere`, with the Master's name. */
  requireEditable(): void {
    const { place } = this.#parts;
    if (this.isEditable) return;
    const master = place.master();
    throw new GatewayError('notEditableHere', {
      detail: `The configuration is edited on the Master${master === null ? '' : `, ${master.name}`}`,
      ...(master === null ? {} : { master }),
    });
  }
}

/** What a file of resources changes: what is equal already is left alone. */
export function changesOf({ resources }: Pick<ResourceFile, 'resources'>, store: Pick<ConfigStore, 'get'>): Change[] {
  const changes = resources.map(({ type, name, value }): Change => {
    return { provider: providerOfType[type], type, name, value: JSON.stringify(value), expected: 'any' };
  });
  return changes.filter(({ type, name, value }) => store.get(type, name)?.value !== value);
}

function resourceOf({ type, name, value, revision, author, changedAt }: SnapshotRow): Resource {
  return {
    ...{ type: z.parse(resourceType, type), name, revision, author, changedAt },
    value: JSON.parse(value) as unknown,
  };
}
