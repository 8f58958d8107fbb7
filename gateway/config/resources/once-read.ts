import type { Database } from '../disk/database.ts';

/** A disk that could not be read is asked again, ms. */
const retryMs = 1000;

/** Goes on with what was read. Where the disk cannot be read it throws, and goes on as soon as it can be. */
export function onceRead<T>(database: Database, read: (database: Database) => T, goOn: (found: T) => void): void {
  const attempt = (): { error: unknown } | null => {
    let found: T;
    try {
      found = read(database);
    } catch (error) {
      setTimeout(() => void (database.isOpen && attempt()), retryMs).unref();
      return { error };
    }
    goOn(found);
    return null;
  };
  const failed = attempt();
  if (failed !== null) throw failed.error;
}
