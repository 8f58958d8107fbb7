import type { Database } from '../disk/database.ts';

const pairs = [
  { log: 'log', resources: 'resources' },
  { log: 'whole_log', resources: 'whole' },
];

const triggers = pairs.map(createTriggers).join('\n');

/**
 * A row that comes into a log makes of the resource what it says: a change is one statement, and so a transaction by
 * itself, which takes clearly less time than one that is begun and committed around two. Each connection that writes
 * changes has its own triggers, so that whoever else opens the file finds nothing but tables. What SQLite keeps to take
 * such a statement back within a transaction is in memory: no directory for temporary files has to have room for it.
 */
export const changeTriggers = `PRAGMA temp_store = MEMORY; ${triggers}`;

/** Inside a transaction in which tables get other names: the triggers are for those that have these names then. */
export function withoutChangeTriggers(database: Database, work: () => void): void {
  for (const { log } of pairs) database.script(`DROP TRIGGER ${log}_puts; DROP TRIGGER ${log}_deletes`);
  work();
  database.script(triggers);
}

function createTriggers({ log, resources }: (typeof pairs)[number]): string {
  return `
    CREATE TEMP TRIGGER ${log}_puts AFTER INSERT ON main.${log} WHEN NEW.value IS NOT NULL BEGIN
      INSERT INTO ${resources} (provider, type, name, value, revision, author, changedAt)
        VALUES (NEW.provider, NEW.type, NEW.name, NEW.value, NEW.revision, NEW.author, NEW.at)
        ON CONFLICT DO UPDATE SET provider = excluded.provider, value = excluded.value, revision = excluded.revision,
          author = excluded.author, changedAt = excluded.changedAt;
    END;
    CREATE TEMP TRIGGER ${log}_deletes AFTER INSERT ON main.${log} WHEN NEW.value IS NULL BEGIN
      DELETE FROM ${resources} WHERE type = NEW.type AND name = NEW.name;
    END;`;
}
