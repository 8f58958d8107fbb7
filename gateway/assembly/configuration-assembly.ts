import type { Epoch } from '#contract/epoch';
import { ConfigStore } from '../config/resources/config-store.ts';
import type { DataDirectory } from '../config/disk/data-directory.ts';
import { ExportFiles } from '../config/resources/export-files.ts';
import { KeptBackupsDirectory } from '../config/resources/kept-backups.ts';
import { SnapshotSource } from '../config/resources/snapshot-source.ts';

/** The configuration of the pair on this node's disk, and the copies that are made of it. */
export class ConfigurationAssembly {
  readonly store: ConfigStore;
  readonly snapshots: SnapshotSource;
  readonly backups: KeptBackupsDirectory;
  readonly #exports: ExportFiles;

  /** `logBytes`: the log of changes is trimmed to it. */
  constructor(directory: DataDirectory, { logBytes, epoch }: { logBytes: number; epoch: () => Epoch | null }) {
    const path = directory.file('config.db');
    this.store = new ConfigStore(path, { logBytes, epoch, now: Date.now });
    this.snapshots = new SnapshotSource(directory.file('full-sync'));
    this.backups = new KeptBackupsDirectory({ directory: directory.file('backups'), path, now: Date.now });
    this.#exports = new ExportFiles({ directory: directory.file('exports'), path });
  }

  /** Throws a `StartError`. */
  open(): void {
    this.#exports.clear();
    this.store.open();
  }

  /** What editing needs of it. */
  get forEditing() {
    return { store: this.store, exports: this.#exports };
  }

  /** What redundancy needs of it. */
  get forPair() {
    const keepBackup = (because: string) => this.backups.keep(because);
    return { configuration: this.store, snapshots: this.snapshots, keepBackup };
  }
}
