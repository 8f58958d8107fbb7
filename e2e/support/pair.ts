import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { CutProxy } from './cut-proxy.ts';
import { freePorts } from './free-ports.ts';
import { Gateway, type Computer } from './gateway.ts';
import { NetworkStack, plantAddresses, plantPorts } from './network.ts';
import { until } from './until.ts';

export interface PairOptions {
  joinWaitMs: number;
  takeBackHoldMs: number;
  ticketLifeMs: number;
  /** The Backup dials the Master through `link`, which can be cut, and which lives on where a dead Master refuses. */
  proxied: boolean;
  /** The Backup keeps its data on a small disk, which `fillDisk` fills. */
  backupOnSmallDisk: boolean;
  /** Further flags of both gateways. */
  flags: string[];
  /** Each gateway has a computer of its own name, and they find each other by it; `null`: both are `localhost`. */
  computers: { master: string; backup: string } | null;
  /** Those computers have networks of their own, and both gateways `plantPorts`; these ports of this one lead there. */
  doors: { master: number[]; backup: number[] } | null;
  /** How many pings may be missed, of one a second; `null`: the default. The Backup is set to it, for both. */
  pingMaxMissed: number | null;
  /** Mode and way to the Master stand in `node.json`, where they can be edited; flags would pin them. */
  editable: boolean;
}

const usual: PairOptions = {
  joinWaitMs: 3000,
  takeBackHoldMs: 1000,
  ticketLifeMs: 60_000,
  proxied: false,
  backupOnSmallDisk: false,
  flags: [],
  computers: null,
  doors: null,
  pingMaxMissed: null,
  editable: false,
};

/** Two real gateways on directories of their own. */
export class Pair {
  readonly userName = 'admin';
  readonly password = 'correct horse battery';
  readonly apiToken = `scripts:${randomBytes(24).toString('base64url')}`;
  readonly directory: string;
  readonly master: Gateway;
  readonly backup: Gateway;
  /** What stands between the Backup and the Master's HTTPS port, in a pair that is `proxied`. */
  readonly link: CutProxy;

  private constructor(options: PairOptions, ports: number[]) {
    const [masterHttp = 0, masterHttps = 0, backupHttp = 0, backupHttps = 0, linkPort = 0] = ports;
    this.directory = mkdtempSync(join(tmpdir(), 'understudy-e2e-'));
    this.link = new CutProxy(linkPort, masterHttps);
    const masterPort = options.proxied ? linkPort : masterHttps;
    const computerOf = computersIn(this.directory, options);
    const common = { apiToken: this.apiToken };
    const secrets = {
      UNDERSTUDY_API_TOKEN: this.apiToken,
      UNDERSTUDY_PAIR_SECRET: randomBytes(32).toString('base64url'),
    };
    const flags = flagsOf(options);
    this.master = new Gateway({
      ...{ ...common, name: 'A' },
      environment: { ...secrets, UNDERSTUDY_ADMIN_PASSWORD: this.password },
      dataDirectory: join(this.directory, 'master'),
      httpPort: masterHttp,
      httpsPort: masterHttps,
      ...{ smallDisk: false, computer: computerOf('master') },
      flags: [...(options.editable ? [] : ['--role', 'Master']), ...flags],
    });
    this.backup = new Gateway({
      ...{ ...common, name: 'B' },
      // The Master sends it the password; to work out a hash of its own would take a quarter of a second.
      environment: secrets,
      dataDirectory: join(this.directory, 'backup'),
      httpPort: backupHttp,
      httpsPort: backupHttps,
      ...{ smallDisk: options.backupOnSmallDisk, computer: computerOf('backup') },
      flags: [
        ...(options.editable
          ? []
          : ['--role', 'Backup', '--master', `https://${options.computers?.master ?? 'localhost'}:${masterPort}`]),
        ...flags,
      ],
    });
    this.setBeforehand(options, masterPort);
  }

  static async create(options: Partial<PairOptions> = {}): Promise<Pair> {
    const all = { ...usual, ...options };
    if (all.doors === null) return new Pair(all, await freePorts(5));
    return new Pair(all, [...plantPorts, ...plantPorts, ...(await freePorts(1))]);
  }

  get gateways(): Gateway[] {
    return [this.master, this.backup];
  }

  private get networks(): NetworkStack[] {
    return this.gateways.flatMap(({ options }) => options.computer?.network ?? []);
  }

  private setBeforehand({ editable, pingMaxMissed }: PairOptions, port: number): void {
    const pings = pingMaxMissed === null ? {} : { pingMaxMissed };
    if (editable) {
      writeSettings(this.master, { role: 'Master' });
      writeSettings(this.backup, { role: 'Backup', gatewayNetworkSetup: { host: 'localhost', port, ...pings } });
    } else if (pingMaxMissed !== null) {
      writeSettings(this.backup, { gatewayNetworkSetup: pings });
    }
  }

  /** Starts both; resolves when they are linked and in sync, with the Master active. */
  async start(): Promise<void> {
    await this.link.start();
    const [first, second] = this.networks;
    await first?.start(null);
    await second?.start(first ?? null);
    await Promise.all(this.gateways.map((gateway) => gateway.start()));
    await this.protected(this.master);
  }

  /** Waits until this node is active and the other one could take over. */
  async protected(active: Gateway): Promise<void> {
    const standby = active === this.master ? this.backup : this.master;
    const isProtected = async () => {
      const [one, other] = await Promise.all([active.status(), standby.status()]);
      return one?.activityLevel === 'Active' && inSync(one) && isStandby(other) && inSync(other);
    };
    const what = `${active.options.name} is active and ${standby.options.name} could take over`;
    await until(what, isProtected, 30_000, 40);
  }

  /** Ends everything, whatever state it is in, and leaves nothing behind. */
  async stop(): Promise<void> {
    for (const gateway of this.gateways) gateway.resume();
    await Promise.all(this.gateways.map((gateway) => gateway.kill()));
    await this.link.stop();
    for (const network of this.networks) await network.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function flagsOf({ joinWaitMs, takeBackHoldMs, ticketLifeMs, flags }: PairOptions): string[] {
  const times = { 'join-wait': joinWaitMs, 'take-back-hold': takeBackHoldMs, 'ticket-life': ticketLifeMs };
  return [...Object.entries(times).flatMap(([name, ms]) => [`--${name}-ms`, `${ms}`]), ...flags];
}

/** The address of this computer in its network, under which both gateways can be reached. */
export function networkAddress(): string {
  const found = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return found.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}

/** Each name leads to the address of its computer, as in a network with names. */
function computersIn(
  directory: string,
  { computers, doors }: PairOptions,
): (which: 'master' | 'backup') => Computer | null {
  if (computers === null) return () => null;
  const hosts = join(directory, 'hosts');
  const lines = (['master', 'backup'] as const).map(
    (which) => `${doors === null ? networkAddress() : plantAddresses[which]} ${computers[which]}\n`,
  );
  writeFileSync(hosts, `127.0.0.1 localhost\n::1 localhost\n${lines.join('')}`);
  const networkOf = (which: 'master' | 'backup') =>
    doors === null ? null : new NetworkStack(join(directory, `network-${which}`), plantAddresses[which], doors[which]);
  return (which) => ({ name: computers[which], hosts, network: networkOf(which) });
}

/** As somebody who edits the file before the first start. */
function writeSettings({ options: { dataDirectory } }: Gateway, redundancy: object): void {
  mkdirSync(dataDirectory, { recursive: true });
  writeFileSync(join(dataDirectory, 'node.json'), JSON.stringify({ redundancy }));
}

function inSync(status: RedundancyStatus): boolean {
  return status.peerConnected && status.projectState === 'Good' && !status.syncPending;
}

function isStandby(status: RedundancyStatus | null): status is RedundancyStatus {
  return status?.activityLevel === 'Warm' || status?.activityLevel === 'Cold';
}
