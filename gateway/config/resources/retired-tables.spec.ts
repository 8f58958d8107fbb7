import * as z from 'zod/mini';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import { Database } from '../disk/database.ts';
import { configMigrations, nameRow } from './config-tables.ts';
import { RetiredTables } from './retired-tables.ts';

describe('Tables that were exchanged for others', () => {
  const path = useTemporaryDirectory();
  let database: Database;
  let retired: RetiredTables;
  const tables = () => {
    const sql = `SELECT name FROM sqlite_schema WHERE name LIKE 'retired%' AND type = 'table'`;
    return database.all(sql, nameRow).length;
  };

  beforeEach(() => {
    jasmine.clock().install();
    database = new Database(path('config.db'), { migrations: configMigrations });
    database.open();
    database.script(`INSERT INTO resources WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
      SELECT 'projects', 'tag', i, '', i, 'anna', 0 FROM n`);
    retired = new RetiredTables(database);
    database.transaction(() => retired.retire('resources', 'resources'));
  });
  afterEach(() => {
    retired.stop();
    database.close();
    jasmine.clock().uninstall();
  });

  it('[G3] are removed little by little', () => {
    retired.sweep();
    jasmine.clock().tick(40);
    const sql = `SELECT name FROM sqlite_schema WHERE name LIKE 'retired%' AND type = 'table'`;
    const name = database.get(sql, nameRow)?.name ?? '';
    const left = database.get(`SELECT count(*) AS left FROM ${name}`, z.object({ left: z.int() }));
    expect(left).toEqual({ left: 350 });
    jasmine.clock().tick(400);
    expect(tables()).toBe(0);
  });

  it('[G3] are removed later where the disk was full, or could not be read', () => {
    const [write, read] = [spyOn(database, 'lightTransaction'), spyOn(database, 'get')];
    write.and.throwError('The disk is full');
    read.and.callThrough();
    retired.sweep();
    jasmine.clock().tick(60_000);
    write.and.callThrough();
    read.and.throwError('disk I/O error');
    jasmine.clock().tick(60_000);
    read.and.callThrough();
    jasmine.clock().tick(60_000);
    expect(tables()).toBe(0);
  });
});
