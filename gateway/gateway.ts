import { hostname, release, type, uptime } from 'node:os';
import { join } from 'node:path';
import type { ChartQuery, Charts } from '#contract/charts';
import type { GatewayInfo } from '#contract/gateway-info';
import { ConfigurationAssembly } from './assembly/configuration-assembly.ts';
import { ownAddresses } from './assembly/own-addresses.ts';
import { PlantAssembly } from './assembly/plant-assembly.ts';
import { SecurityAssembly } from './assembly/security-assembly.ts';
import { DataDirectory } from './config/disk/data-directory.ts';
import { DiskProbe } from './config/disk/disk-probe.ts';
import { secretFrom } from './config/node/environment.ts';
import type { CommandLine } from './config/command-line/flags.ts';
import { Identity } from './config/node/identity.ts';
import { NodeFile } from './config/node/node-file.ts';
import { NodeSettingsService } from './config/node/node-settings.ts';
import { Resources } from './config/resources/resources.ts';
import { SystemNameFile } from './config/resources/system-name.ts';
import { TwoSlotFile } from './config/disk/two-slot-file.ts';
import { buildApp } from './http/app.ts';
import { HttpServer } from './http/server.ts';
import { LogOutput } from './logging/log-output.ts';
import { LogStore } from './logging/log-store.ts';
import { Logging } from './logging/loggers.ts';
import { standardOutput } from './logging/text-sink.ts';
import { Clock } from './redundancy/activity/clock.ts';
import { epochRecord } from './redundancy/activity/epoch-file.ts';
import { MaintenanceFile } from './redundancy/activity/maintenance-file.ts';
import { PairRedundancy } from './redundancy/pair-redundancy.ts';
import { RedundancyRecords } from './redundancy/records/records.ts';
import { RuntimeFile } from './redundancy/replication/runtime/runtime-file.ts';
import type { RuntimeState } from './redundancy/replication/runtime/runtime-state.ts';
import { syncRecord } from './redundancy/synchronisation/sync-record.ts';
import { ensureCertificate, type Certificate } from './security/certificate.ts';
import type { EditingPlace } from './security/users.ts';
import { readVersion } from './version.ts';

interface RunningPorts {
  httpPort: number;
  httpsPort: number;
}

const version = readVersion();
const consoleDirectory = join(import.meta.dirname, '../dist/console');

/** One node: everything is constructed here, started in order, and stopped in the opposite one. */
export class Gateway {
  /** The configuration as code in this process edits it: what the HTTP API does, without HTTP. */
  readonly resources: Resources;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #directory: DataDirectory;
  readonly #logStore: LogStore;
  readonly #logging: Logging;
  readonly #file: NodeFile;
  readonly #identity: Identity;
  readonly #disk: DiskProbe;
  readonly #systemName: SystemNameFile;
  readonly #systemNamePinned: boolean;
  readonly #sampleProject: boolean;
  readonly #epochs;
  readonly #syncs;
  readonly #configuration: ConfigurationAssembly;
  readonly #records: RedundancyRecords;
  readonly #security: SecurityAssembly;
  readonly #clock = new Clock({ monotonic: () => performance.now(), sinceBoot: () => uptime() * 1000, wall: Date.now });
  readonly #startedAt = Date.now();
  readonly #plant: PlantAssembly;
  readonly #runtimeFile: RuntimeFile;
  #server: HttpServer | null = null;
  #redundancy: PairRedundancy | null = null;

  constructor(line: CommandLine, environment: NodeJS.ProcessEnv) {
    const directory = new DataDirectory(line.data);
    this.#environment = environment;
    this.#directory = directory;
    this.#logStore = new LogStore(directory.file('logs.db'));
    this.#logging = new Logging({ store: this.#logStore, output: new LogOutput(line.logFormat, standardOutput()) });
    this.#file = new NodeFile(directory.file('node.json'), line.pins);
    this.#identity = new Identity(directory);
    this.#disk = new DiskProbe(line.data);
    this.#systemName = new SystemNameFile(directory.file('pair-settings.json'), line.systemName);
    this.#systemNamePinned = line.systemName !== null;
    this.#sampleProject = line.sampleProject;
    this.#epochs = new TwoSlotFile(directory.file('epoch'), epochRecord);
    this.#syncs = new TwoSlotFile(directory.file('last-sync'), syncRecord);
    this.#configuration = new ConfigurationAssembly(directory, {
      ...{ disk: this.#disk, logBytes: line.configLogBytes },
      epoch: () => this.#epochs.read()?.highest ?? null,
    });
    this.resources = new Resources({
      ...this.#configuration.forEditing,
      place: this.#editingPlace(),
      moduleFiles: () => this.#plant.moduleFiles,
      pair: { replicated: async (revision) => (await this.#redundancy?.replicated(revision)) ?? false },
    });
    const logger = (name: string) => this.#logging.logger(name);
    const records = { nodeId: () => this.#identity.nodeId, now: () => this.#clock.measured(), logger };
    this.#records = new RedundancyRecords(directory.file('redundancy.db'), records);
    this.#plant = this.#makePlant();
    const runtimeLogger = logger('redundancy.runtime');
    this.#runtimeFile = new RuntimeFile(directory.file('runtime-state'), this.runtime, runtimeLogger);
    this.#security = new SecurityAssembly(directory.file('security.db'), {
      identity: this.#identity,
      environment,
      config: () => this.#file.config,
      place: this.#editingPlace(),
      peerClockOffsetMs: () => this.#redundancy?.peerClockOffsetMs() ?? 0,
    });
  }

  /** Answers when it resolves. Throws a `StartError`; what was opened until then is closed. */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#redundancy?.stop();
    this.#plant.stop();
    await this.#runtimeFile.stop();
    await this.#server?.close();
    this.#disk.stop();
    this.#configuration.store.close();
    this.#records.close();
    this.#security.close();
    this.#epochs.close();
    this.#syncs.close();
    if (this.#redundancy !== null) this.#logging.logger('gateway').info('Stopped');
    await this.#logging.stop();
    this.#directory.close();
  }

  /** The state of the plant: what is written here is replicated. */
  get runtime(): RuntimeState {
    return this.#plant.state;
  }

  /** Whether the other node has all of the plant's state that was set until now. */
  runtimeReplicated(): Promise<boolean> {
    return this.#redundancy?.runtimeReplicated() ?? Promise.resolve(false);
  }

  reportDefect(error: unknown): void {
    this.#logging.logger('gateway').error('A defect ended this gateway', error);
  }

  async #start(): Promise<void> {
    this.#directory.open();
    this.#logging.start();
    this.#file.load();
    const { role } = this.#file.config.redundancy;
    this.#identity.start(role, () => secretFrom(this.#environment, 'UNDERSTUDY_PAIR_SECRET'));
    this.#systemName.load(role !== 'Backup');
    this.#epochs.open();
    this.#runtimeFile.start(this.#epochs.read()?.highest ?? null);
    this.#syncs.open();
    this.#configuration.open();
    await this.#plant.start();
    if (this.#sampleProject && role !== 'Backup') await this.#plant.loadSample();
    this.#records.open();
    this.#security.open();
    await this.#disk.start();
    const certificate = await ensureCertificate({
      directory: this.#directory.file('.'),
      hostName: hostname(),
      addresses: ownAddresses(),
      now: Date.now,
    });
    await this.#serve(certificate);
  }

  async #serve(certificate: Certificate): Promise<void> {
    const { nodeName, httpPort, httpsPort } = this.#file.config.nodeSettings;
    const running = { httpPort, httpsPort };
    const redundancy = this.#makeRedundancy(certificate, running);
    this.#redundancy = redundancy;
    const link = await this.#security.firstSignInLink();
    const { app } = await buildApp({
      nodeId: this.#identity.nodeId,
      info: () => this.#info(),
      redundancy,
      events: this.#records.events,
      changeovers: this.#records.changeovers,
      audit: this.#records.audit,
      receipts: this.#records.receipts,
      charts: { query: (query) => this.#charts(query) },
      resources: this.resources,
      backups: this.#configuration.backups,
      plant: this.#plant.plant,
      livePages: this.#plant.livePages,
      modules: this.#plant.moduleEdits,
      nodeSettings: this.#makeNodeSettings(redundancy, running),
      logLines: this.#logStore,
      loggerLevels: this.#logging,
      ...this.#security.signing(),
      logger: this.#logging.logger('http'),
      now: Date.now,
      ownNames: () => [hostname(), this.#file.config.nodeSettings.publicAddress],
      peerOrigins: () => redundancy.peerOrigins(),
      consoleDirectory,
    });
    const logger = this.#logging.logger('http');
    this.#server = new HttpServer(app, { ...running, host: null, certificate, logger });
    await this.#server.listen();
    redundancy.start();
    this.#logging.logger('gateway').info(`${nodeName} answers on port ${httpPort}, with TLS on ${httpsPort}`);
    if (link !== null) standardOutput().write(`Sign in once, within an hour: ${link}\n`);
  }

  /** A Backup keeps nothing for another node. */
  #charts(query: ChartQuery): Charts {
    const isMaster = this.#file.config.redundancy.role === 'Master';
    return isMaster ? this.#records.cache.query(query) : { series: [], since: null };
  }

  #makePlant(): PlantAssembly {
    return new PlantAssembly({
      ...{ configuration: this.#configuration.store, resources: this.resources },
      moduleDirectory: this.#directory.file('modules'),
      mayWrite: () => this.#redundancy?.mayWrite ?? false,
      nodeId: () => this.#identity.nodeId,
      nodeName: () => this.#file.config.nodeSettings.nodeName,
      replicated: () => this.runtimeReplicated(),
      activeNode: () => this.#redundancy?.activeNode() ?? null,
      keptModules: () => this.#configuration.backups.modules(),
      logger: (name) => this.#logging.logger(name),
    });
  }

  #editingPlace(): EditingPlace {
    const isHere = () => this.#file.config.redundancy.role !== 'Backup';
    return { isHere, master: () => this.#redundancy?.master() ?? null };
  }

  #makeRedundancy(certificate: Certificate, running: RunningPorts): PairRedundancy {
    const config = () => this.#file.config;
    const redundancy = new PairRedundancy({
      identity: this.#identity,
      clock: this.#clock,
      uptimeMs: () => performance.now(),
      epochs: this.#epochs,
      maintenance: new MaintenanceFile(this.#directory.file('maintenance.json')),
      syncs: this.#syncs,
      runtime: this.runtime,
      levelChanged: (level) => this.#plant.follow(level),
      ...this.#configuration.forPair,
      softRestart: () => this.#plant.restart(),
      modules: { files: this.#plant.moduleFiles, wanted: () => this.#plant.wantedModules() },
      records: this.#records,
      security: this.#security.provider,
      systemName: this.#systemName,
      certificate,
      servers: () => (this.#server === null ? [] : [this.#server.plain, this.#server.secure]),
      disk: this.#disk,
      config: () => config().redundancy,
      logger: (name) => this.#logging.logger(name),
      version,
      localId: hostname(),
      hostName: () => (config().nodeSettings.autoDetectHttpAddress ? hostname() : null),
      nodeName: () => config().nodeSettings.nodeName,
      ports: () => ({ http: running.httpPort, https: running.httpsPort }),
      publicAddress: () => config().nodeSettings.publicAddress,
      takeBackHoldMs: () => config().takeBackHoldMs,
      saveConfig: (changed) => this.#file.changeRedundancy(changed),
      pinnedConfig: () => this.#file.pinned('/redundancy'),
    });
    this.#systemName.onSet(() => redundancy.systemNameChanged());
    return redundancy;
  }

  #makeNodeSettings(redundancy: PairRedundancy, running: RunningPorts): NodeSettingsService {
    const { get, set } = this.#systemName;
    const service = new NodeSettingsService({
      file: this.#file,
      systemName: { get, set, editable: () => this.#file.config.redundancy.role !== 'Backup' },
      systemNamePinned: this.#systemNamePinned,
      effectiveAddress: () => redundancy.ownDestination(),
      master: () => redundancy.master(),
      running,
    });
    service.onChange(() => redundancy.nodeSettingsChanged());
    return service;
  }

  #info(): GatewayInfo {
    const { nodeSettings, redundancy } = this.#file.config;
    return {
      name: nodeSettings.nodeName,
      systemName: this.#systemName.get(),
      nodeId: this.#identity.nodeId,
      version,
      platformName: `${type()} ${release()}`,
      redundancyRole: redundancy.role,
      startedAt: this.#startedAt,
    };
  }
}
