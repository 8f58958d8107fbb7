import type { ModuleValue } from '#contract/modules';
import { providerOfType } from '#contract/resources';
import type { ActivityLevel } from '#contract/roles';
import { alarmState, type AlarmState } from '#contract/runtime-alarms';
import type { TagSample } from '#contract/runtime-tags';
import * as z from 'zod/mini';
import type { ConfigStore } from '../config/resources/config-store.ts';
import { ModuleFiles } from '../config/resources/module-files.ts';
import { moduleHashes } from '../config/resources/module-hashes.ts';
import type { Resources } from '../config/resources/resources.ts';
import type { Logger } from '../logging/logger.ts';
import type { WantedModule } from '../redundancy/replication/modules/module-transfer.ts';
import { RuntimeMap } from '../redundancy/replication/runtime/runtime-map.ts';
import { RuntimeState } from '../redundancy/replication/runtime/runtime-state.ts';
import { uniteAlarms } from '../runtime/alarms/evaluate-alarm.ts';
import { configuredModule } from '../runtime/configured.ts';
import { ModuleEdits } from '../runtime/modules/module-edits.ts';
import { Modules } from '../runtime/modules/modules.ts';
import { LivePages } from '../runtime/live/live-pages.ts';
import { Plant } from '../runtime/plant.ts';
import { RemovedState } from '../runtime/removed-state.ts';
import { RuntimeEngine, type EngineMode } from '../runtime/runtime-engine.ts';
import { waterWorks } from '../runtime/sample/water-works.ts';
import { isTagSample } from '../runtime/tags/is-tag-sample.ts';

export interface PlantAssemblyParts {
  /** Where the files of modules are. */
  moduleDirectory: string;
  configuration: ConfigStore;
  resources: Resources;
  mayWrite: () => boolean;
  nodeId: () => string;
  nodeName: () => string;
  replicated: () => Promise<boolean>;
  activeNode: () => { name: string; address: string | null } | null;
  /** Hashes of the files that copies of replaced configurations name; `null`: not known. */
  keptModules: () => readonly string[] | null;
  logger: (name: string) => Logger;
}

const modeOf: Record<ActivityLevel, EngineMode> = {
  Undecided: 'stopped',
  Cold: 'stopped',
  Warm: 'warm',
  Active: 'active',
};

/** Everything that a plant sees of a gateway: tags, alarms, modules. */
export class PlantAssembly {
  readonly tags = new RuntimeMap<TagSample>('tag-values', { check: isTagSample });
  readonly alarms = new RuntimeMap<AlarmState>('alarm-state', { check: isAlarmState, unite: uniteAlarms });
  readonly state = new RuntimeState([this.tags, this.alarms]);
  readonly moduleFiles: ModuleFiles;
  readonly modules: Modules;
  readonly plant: Plant;
  readonly livePages: LivePages;
  readonly moduleEdits: ModuleEdits;
  readonly #parts: PlantAssemblyParts;
  readonly #engine: RuntimeEngine;
  readonly #removed: RemovedState;
  /** What the activity of the node wants, whatever the engine does after a restart that failed. */
  #mode: EngineMode = 'stopped';
  #endWatch: () => void = () => undefined;

  constructor(parts: PlantAssemblyParts) {
    this.#parts = parts;
    const { configuration, resources, mayWrite, replicated, activeNode, logger } = parts;
    const common = { configuration, mayWrite, tags: this.tags, alarms: this.alarms, now: Date.now };
    this.moduleFiles = new ModuleFiles(parts.moduleDirectory);
    this.modules = new Modules({
      files: this.moduleFiles,
      configured: () => modulesIn(configuration),
      logger: logger('runtime.modules'),
    });
    this.#engine = new RuntimeEngine({
      ...common,
      signal: (module, name) => this.modules.signal(module, name),
      logger: logger('runtime'),
    });
    this.#removed = new RemovedState({ ...common, isConfiguredHere: () => resources.isEditable });
    this.plant = new Plant({
      ...{ ...common, replicated, activeNode, engine: this.#engine },
      answered: (write) => this.state.answered(write),
    });
    this.livePages = new LivePages({
      ...{ ...common, plant: this.plant, nodeId: parts.nodeId, nodeName: parts.nodeName },
      isRunning: mayWrite,
    });
    this.moduleEdits = new ModuleEdits({ files: this.moduleFiles, modules: this.modules, resources });
  }

  /** When the configuration can be read. */
  async start(): Promise<void> {
    await this.modules.load();
    this.#endWatch = this.#parts.configuration.onChange((_before, rows) => {
      rows?.forEach((row) => this.#removed.note(row));
      if (rows?.some(({ type }) => type === 'module') === true) void this.#reloadModules();
    });
    this.#removeModuleFiles();
    this.#engine.start();
    this.livePages.start();
  }

  /** Into a configuration that nobody has ever changed; nothing happens to any other. */
  async loadSample(): Promise<void> {
    const { configuration } = this.#parts;
    if (configuration.found().revision > 0) return;
    const changes = waterWorks.map(({ type, name, value }) => {
      return { provider: providerOfType[type], type, name, value: JSON.stringify(value), expected: null };
    });
    await configuration.write(changes, 'sample project');
  }

  stop(): void {
    this.#endWatch();
    this.#mode = 'stopped';
    this.#removed.stop();
    this.livePages.stop();
    this.#engine.stop();
  }

  /** Tags and alarms as the activity of the node wants them. */
  follow(level: ActivityLevel): void {
    this.#mode = modeOf[level];
    this.#engine.setMode(this.#mode);
    if (this.#mode === 'active') this.#removed.forget();
    else this.#removed.stop();
  }

  /** What the configuration names, by the hash of its file. */
  wantedModules(): WantedModule[] {
    return [...modulesIn(this.#parts.configuration)].map(([id, { sha256 }]) => ({ id, sha256 }));
  }

  /** After everything was replaced, or a module has come. If it throws, the plant may stand until it is tried again. */
  async restart(): Promise<void> {
    await this.modules.load();
    this.#engine.restart();
    this.#engine.setMode(this.#mode);
    // Tags and alarms may have gone without a word for each of them.
    if (this.#mode === 'active') this.#removed.forget();
    this.livePages.rebuild();
    this.#removeModuleFiles();
  }

  async #reloadModules(): Promise<void> {
    try {
      await this.modules.load();
      this.#removeModuleFiles();
    } catch (error) {
      this.#parts.logger('runtime.modules').error('The modules could not be loaded again', error);
    }
  }

  /** Those that no resource names, here or in a copy that can be imported. What is put aside whole may name others. */
  #removeModuleFiles(): void {
    const { configuration, keptModules, logger } = this.#parts;
    const kept = keptModules();
    const { current, position: putAside } = configuration.stage;
    if (kept === null || current !== null || putAside !== null) return;
    const named = new Set([...moduleHashes(configuration.having('module', 'sha256', '')), ...kept]);
    const count = this.moduleFiles.removeOthers(named, Date.now());
    if (count > 0) logger('runtime.modules').info(`${count} files of modules were removed that no resource names`);
  }
}

function isAlarmState(value: unknown): value is AlarmState {
  return z.safeParse(alarmState, value).success;
}

/** Those that this version knows: a newer one may have written others. */
function modulesIn(configuration: ConfigStore): ReadonlyMap<string, ModuleValue> {
  const modules = new Map<string, ModuleValue>();
  for (const { name, value } of configuration.having('module', 'sha256', '')) {
    const known = configuredModule(value);
    if (known !== null) modules.set(name, known);
  }
  return modules;
}
