import { mkdirSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { problem, type Problem } from '#contract/problem';
import { session, type Session } from '#contract/session';
import type { LogLevel } from '#contract/logs';
import { PlantAssembly } from '../assembly/plant-assembly.ts';
import type { ConfigStore } from '../config/resources/config-store.ts';
import { openStore } from '../config/resources/config-store.testing.ts';
import { copyInWorker } from '../config/resources/copy-order.ts';
import { ExportFiles, type ExportFilesParts } from '../config/resources/export-files.ts';
import { Database } from '../config/disk/database.ts';
import { KeptBackupsDirectory } from '../config/resources/kept-backups.ts';
import { NodeFile } from '../config/node/node-file.ts';
import { NodeSettingsService } from '../config/node/node-settings.ts';
import { Resources } from '../config/resources/resources.ts';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { LogOutput } from '../logging/log-output.ts';
import { LogStore } from '../logging/log-store.ts';
import { Logging } from '../logging/loggers.ts';
import { CacheChart } from '../redundancy/cache-chart/cache-chart.ts';
import { EventStore } from '../redundancy/records/event-store.ts';
import { ReceiptStore } from '../redundancy/replication/runtime/receipt-store.ts';
import { AuditStore } from '../redundancy/records/audit-store.ts';
import { ChangeoverStore } from '../redundancy/records/changeover-store.ts';
import { RecordStore } from '../redundancy/records/record-store.ts';
import { redundancyMigrations } from '../redundancy/records/redundancy-database.ts';
import type { EditingPlace } from '../security/users.ts';
import {
  type TestSecurity,
  TestClock,
  addPeople,
  masterPlace,
  openSecurity,
  password,
} from '../security/security.testing.ts';
import { type AppParts, buildApp } from './app.ts';
import { FakeRedundancy } from './fake-redundancy.testing.ts';
import type { RouteList } from './route-list.ts';
import type { GatewayApp } from './zod-provider.ts';

z.config(z.locales.en());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH';
export interface Ask {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A gateway's HTTP side over real stores in a temporary directory; only redundancy is not real. */
export class TestGateway {
  readonly clock = new TestClock();
  readonly redundancy = new FakeRedundancy();
  place: EditingPlace = masterPlace;
  app!: GatewayApp;
  routes!: RouteList;
  security!: TestSecurity;
  logging!: Logging;
  parts!: AppParts;
  configuration!: ConfigStore;
  events!: EventStore;
  changeovers!: ChangeoverStore;
  audit!: AuditStore;
  charts!: CacheChart;
  backups!: KeptBackupsDirectory;
  receipts!: ReceiptStore;
  plant!: PlantAssembly;
  /** `null`: this one. */
  activeNode: { name: string; address: string | null } | null = null;
  /** How the file of an export is written. */
  copyExport: NonNullable<ExportFilesParts['copy']> = copyInWorker;
  #records!: Database;
  #store!: LogStore;
  readonly printed: string[] = [];

  async start(path: (...names: string[]) => string): Promise<void> {
    const place = { isHere: () => this.place.isHere(), master: () => this.place.master() };
    this.security = openSecurity({ path: path('security.db'), clock: this.clock, place });
    await addPeople(this.security);
    this.#store = new LogStore(path('logs.db'));
    const sink = { write: (text: string) => void this.printed.push(text), drain: async () => undefined };
    this.logging = new Logging({ store: this.#store, output: new LogOutput('text', sink), now: this.clock.now });
    this.logging.start();
    this.logging.setLevel('http', 'TRACE');
    mkdirSync(path('console'));
    this.#openRecords(path);
    this.parts = this.#parts(path);
    await this.plant.start();
    this.plant.follow('Active');
    ({ app: this.app, routes: this.routes } = await buildApp(this.parts));
  }

  async stop(): Promise<void> {
    await this.app.close();
    this.plant.stop();
    await this.logging.stop();
    this.security.database.close();
    this.configuration.close();
    this.#records.close();
  }

  /** As a script with an administrator's token. */
  ask(method: Method, url: string, { body, headers }: Ask = {}) {
    return this.askAs({ 'x-ignition-api-token': 'administrator-token' }, method, url, {
      body,
      ...(headers && { headers }),
    });
  }

  askAs(who: Record<string, string>, method: Method, url: string, { body, headers = {} }: Ask = {}) {
    const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.app.inject({ method, url, headers: { ...type, ...who, ...headers }, ...payload });
  }

  /** Signs anna in by password; gives the cookie and what came with it. */
  async signIn(userName = 'anna'): Promise<{ cookie: string; session: Session }> {
    const answer = await this.askAs({}, 'POST', '/data/api/v1/session', { body: { userName, password } });
    const [cookie] = answer.cookies;
    return { cookie: `${cookie?.name}=${cookie?.value}`, session: session.parse(answer.json()) };
  }

  /** What the log says of requests, newest first. */
  log(minLevel: LogLevel = 'TRACE'): string[] {
    const { items } = this.#store.query({ minLevel, logger: 'http', limit: 1000, offset: 0 });
    return items.map(({ level, message }) => `${level} ${message}`);
  }

  #openRecords(path: (...names: string[]) => string): void {
    this.configuration = openStore(path('config.db'), { now: this.clock.now });
    this.#records = new Database(path('redundancy.db'), { migrations: redundancyMigrations });
    this.#records.open();
    const logger = this.logging.logger('redundancy');
    this.receipts = new ReceiptStore(this.#records, logger);
    this.charts = new CacheChart({ database: this.#records, now: this.clock.now, logger });
    const records = new RecordStore({ database: this.#records, nodeId: () => 'node-a', now: this.clock.now });
    this.events = new EventStore({ records, logger });
    this.changeovers = new ChangeoverStore({ records, logger });
    this.audit = new AuditStore({ records, logger });
  }

  #parts(path: (...names: string[]) => string): AppParts {
    const file = new NodeFile(path('node.json'), []);
    file.load();
    const resources = new Resources({
      store: this.configuration,
      exports: new ExportFiles({
        ...{ directory: path('exports'), path: this.configuration.path },
        copy: (order, signal) => this.copyExport(order, signal),
      }),
      place: { isHere: () => this.place.isHere(), master: () => this.place.master() },
      moduleFiles: () => this.plant.moduleFiles,
      pair: { replicated: () => Promise.resolve(true) },
    });
    this.backups = new KeptBackupsDirectory({
      ...{ directory: path('backups'), path: this.configuration.path, now: Date.now },
    });
    const plant = new PlantAssembly({
      ...{ configuration: this.configuration, resources, moduleDirectory: path('modules') },
      nodeId: () => 'node-a',
      nodeName: () => 'A',
      mayWrite: () => this.activeNode === null,
      replicated: () => Promise.resolve(true),
      activeNode: () => this.activeNode,
      keptModules: () => [],
      logger: (name) => this.logging.logger(name),
    });
    this.plant = plant;
    const info = {
      systemName: 'Water works',
      version: '0.1.0',
      platformName: 'Linux',
      redundancyRole: 'Master',
    } as const;
    return {
      nodeId: 'node-a',
      info: () => ({ ...info, name: 'Master-A', nodeId: 'node-a', startedAt: 1 }),
      redundancy: this.redundancy,
      events: this.events,
      changeovers: this.changeovers,
      audit: this.audit,
      receipts: this.receipts,
      charts: this.charts,
      backups: this.backups,
      resources,
      plant: plant.plant,
      livePages: plant.livePages,
      modules: plant.moduleEdits,
      nodeSettings: new NodeSettingsService({
        file,
        systemName: { get: () => 'Water works', set: () => undefined, editable: () => true },
        systemNamePinned: false,
        effectiveAddress: () => ({ address: null, source: 'unknown' }),
        master: () => null,
        running: { httpPort: 8088, httpsPort: 8060 },
      }),
      logLines: this.#store,
      loggerLevels: this.logging,
      signIn: this.security.signIn,
      authentication: this.security.authentication,
      logger: this.logging.logger('http'),
      now: this.clock.now,
      ownNames: () => ['scada-a', 'https://a.plant.example:8060'],
      peerOrigins: () => ['http://b.plant.example:8089'],
      consoleDirectory: path('console'),
    };
  }
}

/** A started gateway for each spec, and its directory. */
export function useGateway(): { gateway: () => TestGateway; path: (...names: string[]) => string } {
  const path = useTemporaryDirectory();
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = new TestGateway();
    await gateway.start(path);
  });
  afterEach(() => gateway.stop());
  return { gateway: () => gateway, path };
}

/** The problem in an answer; fails unless it is one in form. */
export function problemIn(answer: { statusCode: number; headers: Record<string, unknown>; body: string }): Problem {
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const parsed = problem.parse(JSON.parse(answer.body));
  expect(parsed.status).toBe(answer.statusCode);
  return parsed;
}

export function writeConsole(path: (...names: string[]) => string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(path('console', name), text);
}
