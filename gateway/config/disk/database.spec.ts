import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { GatewayError } from '../../errors.ts';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { DamagedDatabaseError, Database } from './database.ts';
import { runOnSmallDisk, runScript } from './full-disk.testing.ts';
import { useTemporaryDirectory } from './temporary-directory.testing.ts';

const migrations = ['CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)'];
const note = z.object({ text: z.string() });
const moduleUrl = new URL('./database.ts', import.meta.url).href;
const opened = (path: string) => `
  const { Database } = await import(${JSON.stringify(moduleUrl)});
  const z = await import(${JSON.stringify(import.meta.resolve('zod/mini'))});
  const migrations = ${JSON.stringify(migrations)};
  const note = z.object({ text: z.string() });
  const open = () => { const made = new Database(${path}, { migrations }); made.open(); return made; };
  const texts = (from) => from.all('SELECT text FROM notes ORDER BY id', note).map((row) => row.text);
`;

describe('Database', () => {
  const path = useTemporaryDirectory();
  let databases: Database[] = [];

  afterEach(() => {
    databases.forEach((database) => {
      database.close();
    });
    databases = [];
  });

  it('keeps what was committed when the process is killed the moment after', () => {
    const script = `${opened(JSON.stringify(path('a.db')))}
      open().run('INSERT INTO notes (text) VALUES (?)', 'kept');
      process.kill(process.pid, 'SIGKILL');`;

    expect(runScript(script).signal).toBe('SIGKILL');

    expect(texts(open('a.db'))).toEqual(['kept']);
  });

  it('has each commit flushed, except where a log trades that for speed', () => {
    const fast = new Database(path('log.db'), { migrations, durability: 'normal' });
    databases.push(fast);
    fast.open();
    const synchronous = z.object({ synchronous: z.int() });

    expect(open('a.db').get('PRAGMA synchronous', synchronous)).toEqual({ synchronous: 2 });
    expect(fast.get('PRAGMA synchronous', synchronous)).toEqual({ synchronous: 1 });
  });

  it('has each commit flushed again after one that need not be, whether that was done or not', () => {
    const database = open('a.db');
    const synchronous = () => database.get('PRAGMA synchronous', z.object({ synchronous: z.int() }))?.synchronous;
    expect(database.lightTransaction(synchronous)).toBe(1);
    expect(synchronous()).toBe(2);
    const fail = (): never => {
      throw new Error('changed my mind');
    };
    expect(() => database.lightTransaction(fail)).toThrowError('changed my mind');
    expect(synchronous()).toBe(2);
  });

  it('takes back the whole transaction when any part of it fails', () => {
    const database = open('a.db');

    expect(() => {
      database.transaction(() => {
        add(database, 'outer');
        database.transaction(() => {
          add(database, 'inner');
        });
        throw new Error('changed my mind');
      });
    }).toThrowError('changed my mind');

    expect(texts(database)).toEqual([]);
  });

  it('says storageFailed when there is no room, changes nothing and goes on', () => {
    const database = open('a.db');
    add(database, 'before');
    database.get('PRAGMA max_page_count = 4', z.object({ max_page_count: z.int() }));

    expect(() => {
      database.transaction(() => {
        add(database, 'lost');
        add(database, 'x'.repeat(100_000));
      });
    }).toThrowMatching((error) => error instanceof GatewayError && error.code === 'storageFailed');

    expect(texts(database)).toEqual(['before']);
    database.get('PRAGMA max_page_count = 4000', z.object({ max_page_count: z.int() }));
    add(database, 'after');
    expect(texts(database)).toEqual(['before', 'after']);
  });

  it('opens on a full disk, reads, refuses to write, and writes again once there is room', () => {
    const printed = runOnSmallDisk(`${opened("directory + '/a.db'")}
      const insert = (to, text) => attempt(() => to.run('INSERT INTO notes (text) VALUES (?)', text).changes);
      const first = open();
      insert(first, 'before');
      first.close();
      fill();
      const second = open();
      print([texts(second), insert(second, 'full')]);
      free();
      print([insert(second, 'room'), texts(second)]);
      second.close();
      print(texts(open()));`);

    expect(printed).toEqual([
      [['before'], 'storageFailed'],
      [1, ['before', 'room']],
      ['before', 'room'],
    ]);
  });

  it('that was opened on a full disk has all of a transaction, or nothing of it', () => {
    const printed = runOnSmallDisk(`${opened("directory + '/a.db'")}
      const insert = (to, text) => to.run('INSERT INTO notes (text) VALUES (?)', text).changes;
      open().close();
      fill();
      const alone = open();
      free();
      print(attempt(() => alone.transaction(() => { insert(alone, 'lost'); throw new Error('changed my mind'); })));
      print(attempt(() => alone.transaction(() => insert(alone, 'one') + insert(alone, 'two'))));
      print(texts(alone));`);

    expect(printed).toEqual(['changed my mind', 2, ['one', 'two']]);
  });

  it('runs the script of the connection each time it is opened', () => {
    const database = new Database(path('a.db'), { migrations: [], connection: 'CREATE TEMP TABLE seen (text)' });
    for (let times = 0; times < 2; times += 1) {
      database.open();
      expect(database.run(`INSERT INTO seen VALUES ('here')`).lastId).toBe(1);
      database.close();
    }
  });

  it('runs only the migrations that are new', () => {
    add(open('a.db'), 'old');
    databases[0]?.close();

    const database = open('a.db', [...migrations, "UPDATE notes SET text = text || ', migrated'"]);

    expect(texts(database)).toEqual(['old, migrated']);
  });

  it('leaves a database as it was when a migration fails', () => {
    add(open('a.db'), 'old');
    databases[0]?.close();

    expect(() => open('a.db', [...migrations, 'DELETE FROM notes; DELETE FROM nowhere'])).toThrowError(/nowhere/);

    expect(texts(open('a.db'))).toEqual(['old']);
  });

  it('refuses a database of a newer version', () => {
    open('a.db', [...migrations, 'CREATE TABLE later (id INTEGER)']).close();

    expect(() => open('a.db')).toThrowError(StartError, /newer version/);
  });

  it('refuses a damaged file and does not touch it', () => {
    writeFileSync(path('a.db'), 'this was a database once'.repeat(100));

    expect(() => open('a.db')).toThrowMatching(
      (error) => error instanceof DamagedDatabaseError && error.exitCode === exitCodes.directoryUnusable,
    );
    expect(readFileSync(path('a.db'), 'utf8')).toContain('this was a database once');
  });

  it('hands out no row that differs from its schema', () => {
    const database = open('a.db');
    add(database, 'text');

    expect(() => database.all('SELECT text FROM notes', z.object({ text: z.int() }))).toThrow();
    expect(database.get('SELECT text FROM notes WHERE id = ?', note, 99)).toBeNull();
  });

  function open(name: string, scripts: readonly string[] = migrations): Database {
    const database = new Database(path(name), { migrations: scripts });
    database.open();
    databases.push(database);
    return database;
  }
});

function add(database: Database, text: string): void {
  database.run('INSERT INTO notes (text) VALUES (?)', text);
}

function texts(database: Database): string[] {
  return database.all('SELECT text FROM notes ORDER BY id', note).map((row) => row.text);
}
