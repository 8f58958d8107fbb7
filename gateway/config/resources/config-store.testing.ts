import { digestOf, snapshotId } from './config-chain.ts';
import type { Change, ConfigStoreOptions } from './config-store.ts';
import { ConfigStore } from './config-store.ts';
import type { WriteSnapshot } from './snapshot-source.ts';
import { writeSnapshot } from './snapshot-writer.ts';

/** Opened, with a clock that stands at 1000. */
export function openStore(path: string, options: Partial<ConfigStoreOptions> = {}): ConfigStore {
  const store = new ConfigStore(path, { logBytes: 1_000_000, now: () => 1000, epoch: () => null, ...options });
  store.open();
  return store;
}

/** A change of a tag, whatever is there. */
export function tagChange(name: string, value: string | null, expected: Change['expected'] = 'any'): Change {
  return { provider: 'tag-config-resource', type: 'tag', name, value, expected };
}

/** Everything that the node holds, without the log. */
export function contentOf(store: ConfigStore) {
  return { position: store.position, resources: store.all() };
}

/** As a link would: rows while the log reaches back, else everything. False: the histories do not fit together. */
export function synchronise(master: ConfigStore, backup: ConfigStore, most = { rows: 3, bytes: 1_000_000 }): boolean {
  for (;;) {
    const from = backup.position;
    const found = from === null ? { kind: 'tooFar' as const } : master.rowsAfter(from, most);
    if (found.kind === 'diverged') return false;
    if (found.kind === 'tooFar') replaceAll(master, backup);
    else if (found.rows.length === 0) return true;
    else backup.apply(found.rows);
  }
}

function replaceAll(master: ConfigStore, backup: ConfigStore): void {
  stageAll(master, backup);
  backup.stage.complete();
  backup.swap();
}

/** Puts all that the one holds aside on the other. */
export function stageAll(master: ConfigStore, backup: ConfigStore): void {
  const { position } = master;
  if (position === null) throw new Error('The Master has no configuration');
  const rows = master.all();
  const digest = digestOf(JSON.stringify(rows));
  const manifest = { id: snapshotId(position, [digest]), position, parts: 1, rows: rows.length, bytes: 1 };
  backup.stage.begin(manifest);
  backup.stage.add(rows, { digest, bytes: 1 });
}

/** What a worker does, here and now. */
export const writeAtOnce: WriteSnapshot = ({ path, target }, { done, failed }) => {
  try {
    done(writeSnapshot(path, target));
  } catch (error) {
    failed(error);
  }
};
