import { Database } from '../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { redundancyMigrations } from '../records/redundancy-database.ts';
import { providerRows } from './provider-rows.ts';
import { ProviderStatistics } from './provider-statistics.ts';

describe('The rows of the providers', () => {
  const path = useTemporaryDirectory();
  let statistics: ProviderStatistics;

  beforeEach(() => {
    const database = new Database(path('redundancy.db'), { migrations: redundancyMigrations });
    const silent = () => undefined;
    const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
    statistics = new ProviderStatistics({ database, now: () => 1, elapsed: () => 1, logger });
  });

  it('[S6] say which providers wait for a restart', () => {
    const waiting = (restartRequired: boolean) =>
      rows({ role: 'Backup', restartRequired })
        .filter((row) => row.restartRequired)
        .map(({ id }) => id);
    expect(waiting(false)).toEqual([]);
    expect(waiting(true)).toEqual(['projects', 'config-resource', 'tag-config-resource', 'modules']);
  });

  it('[S6] say which providers need everything anew', () => {
    const needing = rows({ role: 'Backup', fullSyncNeeded: ({ id }) => id === 'projects' });
    expect(needing.filter((row) => row.fullSyncNeeded).map(({ id }) => id)).toEqual(['projects']);
  });

  it('[S7] name the limit of what is kept, as it is configured, on the Master alone', () => {
    const limits = (role: 'Master' | 'Backup', logLimit: number) =>
      new Set(rows({ role, logLimit }).map(({ pendingLimit }) => pendingLimit));
    expect(limits('Master', 5000)).toEqual(new Set([5000, undefined]));
    expect(limits('Master', 7000)).toEqual(new Set([7000, undefined]));
    expect(limits('Backup', 7000)).toEqual(new Set([undefined]));
  });

  function rows(parts: Partial<Parameters<typeof providerRows>[0]>) {
    const none = { isActive: false, pending: {}, statistics, fullSyncNeeded: () => false };
    return providerRows({ ...none, role: 'Master', ...parts });
  }
});
