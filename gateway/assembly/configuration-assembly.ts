import type { Epoch } from '#contract/epoch';
import { ConfigStore } from '../config/resources/config-store.ts';
import type { DataDirectory } from '../config/disk/data-directory.ts';
import type { DiskProbe } from '../config/disk/disk-probe.ts';
import { ExportFiles } from '../config/resources/export-files.ts';
import { KeptBackupsDirectory } from '../config/resources/kept-backups.ts';
import { SnapshotSource } from '../config/resources/snapshot-source.ts';

export interface ConfigurationParts {
  disk: Pick<DiskProbe, 'onChange'>;
  logBytes: number;
  epoch: () => Epoch | null;
}

/** The configuration of the pair on this node's disk, and the copies that are made of it. */
export class ConfigurationAssembly {
  readonly store: ConfigStore;
  readonly snapshots: SnapshotSource;
  readonly backups: KeptBackupsDirectory;
  readonly #exports: ExportFiles;
  readonly #disk: Pick<DiskProbe, 'onChange'>;

  /** `logBytes`: the log of changes is trimmed to it. */
  constructor(directory: DataDirectory, { disk, logBytes, epoch }: ConfigurationParts) {
    const path = directory.file('config.db');
    this.#disk = disk;
    this.store = new ConfigStore(path, { logBytes, epoch, now: Date.now });
    this.snapshots = new SnapshotSource(directory.file('full-sync'));
    this.backups = new KeptBackupsDirectory({ directory: directory.file('backups'), path, now: Date.now });
    this.#exports = new ExportFiles({ directory: directory.file('exports'), path });
  }

  /** Throws a `StartError`. */
  open(): void {
    this.#exports.clear();
    this.store.open();
    this.#disk.onChange((problem) => {
      if (problem === null) this.store.roomAgain();
    });
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
