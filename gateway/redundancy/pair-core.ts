import { isIP } from 'node:net';
import type { Destination, LinkFrame, NodeCard } from '#contract/link-frames';
import type { LossReason } from '#contract/redundancy-status';
import type { Logger } from '../logging/logger.ts';
import { ActivityDriver } from './activity/activity-driver.ts';
import { logEffect } from './activity/activity-log.ts';
import type { Effect, Facts } from './activity/activity-types.ts';
import { consoleOrigins, destinationOf, hostAndPort, leadsTo, plainHost, type PeerPlace } from './addresses.ts';
import { suspicionMs, redialMs } from './activity/budget.ts';
import { watchActivity } from './activity-watch.ts';
import type { Choices } from './choices.ts';
import { divergenceAtStart } from './synchronisation/divergence.ts';
import { FenceMemory } from './activity/fence.ts';
import { snapshotOf } from './activity/judgement.ts';
import type { CoreParts } from './core-parts.ts';
import { credentialsOf, keepPeer } from './link/link-credentials.ts';
import type { Hello, LinkConnection } from './link/link-connection.ts';
import { Link } from './link/link.ts';
import { makeChoices } from './make-choices.ts';
import { PeerMemory } from './peer-memory.ts';
import { isBehindRuntime, makeRuntimeReplication } from './replication/runtime/make-runtime-replication.ts';
import type { RuntimeReplication } from './replication/runtime/runtime-replication.ts';
import { whenNobodyWaits } from './replication/when-nobody-waits.ts';
import { Synchronisation } from './synchronisation/synchronisation.ts';

const reportPeriodMs = 1000;

/** What runs between two nodes for as long as the role does not change: link, decision, synchronisation. */
export class PairCore {
  readonly peer: PeerMemory;
  readonly driver: ActivityDriver;
  readonly synchronisation: Synchronisation;
  readonly choices: Choices;
  readonly runtime: RuntimeReplication;
  /** Where the peer would send this node's operators. */
  destination: Destination = { address: null, source: 'unknown' };
  place: PeerPlace | null = null;
  /** Of the other end of the link. */
  #host = '';
  readonly #parts: CoreParts;
  readonly #link: Link | null;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | null = null;
  #endDiskWatch: () => void = () => undefined;

  constructor(parts: CoreParts) {
    const { identity, clock, epochs, maintenance, settings } = parts;
    this.#parts = parts;
    this.#logger = parts.logger('redundancy');
    this.peer = new PeerMemory(identity.pair.lastPeer);
    const lastSync = parts.syncs.read();
    const divergence = divergenceAtStart(settings().role, parts.configuration.standing, lastSync);
    const syncedOnce = lastSync !== null;
    const facts: Facts = { diskWritable: true, syncedOnce, inSync: false, compatible: true, divergence };
    const stepped = watchActivity(parts, this.peer);
    const perform = (effect: Effect) => this.#perform(effect);
    const logger = parts.logger('redundancy.activity');
    const fence = new FenceMemory();
    this.driver = new ActivityDriver(
      { nodeId: identity.nodeId, clock, epochs, maintenance, settings, fence, logger, perform, stepped },
      facts,
    );
    this.runtime = makeRuntimeReplication(parts, this.driver, {
      send: (frame) => this.#link?.send({ type: 'runtime', frame }) ?? 0,
      changed: () => this.synchronisation.runtimeChanged(),
    });
    this.synchronisation = this.#makeSynchronisation();
    this.choices = makeChoices(parts, this, (frame) => this.#link?.send(frame));
    this.#link = this.#makeLink();
  }

  start(): void {
    this.#parts.levelChanged('Undecided');
    this.runtime.start();
    this.driver.start();
    this.synchronisation.start();
    this.#link?.start();
    this.#endDiskWatch = this.#parts.disk.onChange(() => this.#learnDisk());
    this.#learnDisk();
    this.#timer = setInterval(() => {
      this.#learnDisk();
      this.synchronisation.retry();
      this.report();
    }, reportPeriodMs);
  }

  /** Stops at once; `leave` through the driver comes before it. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#endDiskWatch();
    this.synchronisation.stop();
    this.#link?.stop();
    this.driver.stop();
    this.runtime.stop();
  }

  /** Tells the peer what this node's own status is. */
  report(): void {
    if (this.driver.state.link.up) this.#link?.send({ type: 'report', status: this.#parts.report() });
  }

  /** The name, a port or an address of this node was changed. */
  renamed(): void {
    this.#link?.send({ type: 'card', card: this.#parts.card() });
  }

  /** The address or the way of the link was changed. */
  redial(): void {
    this.#link?.redial();
  }

  #makeSynchronisation(): Synchronisation {
    const {
      settings,
      configuration,
      snapshots,
      modules,
      softRestart,
      records,
      security,
      systemName,
      syncs,
      clock,
      logger,
    } = this.#parts;
    return new Synchronisation({
      ...{ configuration, snapshots, modules, softRestart, records, security, systemName, syncs, logger },
      role: () => settings().role,
      runtime: this.runtime,
      isActive: () => this.driver.state.level === 'Active',
      send: (frame) => this.#link?.send(frame),
      learn: (facts) => this.driver.learn(facts),
      now: () => clock.measured(),
      budgetMs: () => suspicionMs(this.driver.state),
      peerClockOffsetMs: () => this.driver.state.measured?.clockOffsetMs ?? null,
      later: whenNobodyWaits,
    });
  }

  #makeLink(): Link | null {
    const { role } = this.#parts.settings();
    if (role === 'Independent') return null;
    const { servers, config, logger, identity, certificate } = this.#parts;
    return new Link(
      {
        role,
        servers,
        target: () => {
          const { host, port, enableSsl } = config().gatewayNetworkSetup;
          return { host, port, tls: enableSsl };
        },
        credentials: () => {
          const { link, peerId } = this.driver.state;
          return credentialsOf(identity, certificate, link.up ? peerId : null);
        },
        keepPeer: (peer) => keepPeer(identity, peer),
        hello: () => this.#hello(),
        periodMs: () => redialMs(this.driver.state),
        patienceMs: () => suspicionMs(this.driver.state) / 2,
        logger: logger('redundancy.link'),
      },
      {
        up: (hello, connection) => this.#linked(hello, connection),
        frame: (frame) => this.#take(frame),
        down: (because, detail) => this.#lost(because, detail),
        refused: () => this.driver.input({ type: 'refused' }),
        failed: (because, detail) => this.peer.failed(because, detail, this.#dialledAddress()),
      },
    );
  }

  #hello(): Hello {
    const { card, configuration } = this.#parts;
    const { positions: runtime } = this.runtime;
    return { type: 'hello', card: card(), snapshot: this.#snapshot(), runtime, config: configuration.standing };
  }

  #linked({ card, snapshot, runtime, config }: Hello, connection: LinkConnection): void {
    const { clock, settings } = this.#parts;
    const host = plainHost(connection.host);
    const isMaster = settings().role === 'Master';
    const address = isMaster ? hostAndPort(host, card.httpsPort) : connection.address;
    const { confidential } = connection;
    this.peer.linked(card, address, { confidential, at: clock.now().wallAt });
    this.driver.learn({ divergence: this.synchronisation.compareHello(config ?? null) });
    this.driver.input({ type: 'linkUp', peerId: card.nodeId, snapshot });
    if (!this.driver.state.link.up) return;
    this.#host = host;
    this.synchronisation.linked(confidential);
    this.runtime.linked(runtime ?? []);
    if (isMaster) this.#link?.learnDoor(host, card.httpsPort);
    void this.#locate(card);
    this.report();
  }

  async #locate(card: NodeCard): Promise<void> {
    const host = this.#host;
    const nameLeadsThere = card.hostName !== null && isIP(host) !== 0 && (await leadsTo(card.hostName, host));
    if (card !== this.peer.card) return;
    this.place = { card, host, nameLeadsThere };
    this.#rememberPeer(card, consoleOrigins(this.place));
    this.#link?.send({ type: 'destination', ...destinationOf(this.place) });
  }

  /** For the time after a restart, before the link: whose console may ask, and where it is. */
  #rememberPeer({ nodeId, name }: NodeCard, addresses: string[]): void {
    const { identity } = this.#parts;
    const known = identity.pair.lastPeer;
    if (known?.nodeId === nodeId && known.name === name && known.addresses.join() === addresses.join()) return;
    try {
      identity.changePair({ lastPeer: { nodeId, name, addresses } });
    } catch (error) {
      this.#logger.warn('The name of the other node could not be kept', error);
    }
  }

  #lost(because: LossReason, detail: string): void {
    this.peer.lost(because, detail, this.#parts.clock.now().wallAt);
    this.runtime.unlinked();
    this.driver.input({ type: 'linkDown', because });
    this.synchronisation.unlinked();
    this.choices.unlinked();
  }

  #take(frame: LinkFrame): void {
    switch (frame.type) {
      case 'activity':
        this.driver.input({ type: 'frame', frame: frame.frame });
        return this.runtime.update();
      case 'runtime':
        return this.runtime.take(frame.frame);
      case 'card':
        this.peer.renamed(frame.card);
        return void this.#locate(frame.card);
      case 'destination':
        this.destination = { address: frame.address, source: frame.source };
        return;
      case 'report':
        return this.peer.reported(frame.status, this.#parts.clock.now());
      case 'module':
      case 'replication':
      case 'records':
      case 'configuration':
      case 'configured':
      case 'revocations':
      case 'united':
      case 'given':
        return this.synchronisation.take(frame);
      case 'choice':
      case 'chosen':
        return this.choices.take(frame);
      case 'hello':
      case 'accepted':
        return;
    }
  }

  #perform(effect: Effect): void {
    if (effect.type === 'send') {
      if (isBehindRuntime(effect.frame)) this.runtime.flush({ stopped: effect.frame.type !== 'grant' });
      return void this.#link?.send({ type: 'activity', frame: effect.frame });
    }
    logEffect(this.#parts.logger('redundancy.activity'), effect);
    if (effect.type === 'dropLink') {
      this.#link?.drop();
      this.peer.lost(effect.because, null, this.#parts.clock.now().wallAt);
      this.runtime.unlinked();
      this.synchronisation.unlinked();
      this.choices.unlinked();
    }
    if (effect.type === 'activated' || effect.type === 'renewed') this.runtime.activated(effect.epoch);
    if (effect.type === 'deactivated') this.#deactivated();
    this.#parts.onEffect(effect);
    if (effect.type === 'activated' || effect.type === 'deactivated') this.report();
  }

  #deactivated(): void {
    this.runtime.deactivated();
    // What waits until this node is no longer active is taken when the decision is carried out.
    setImmediate(() => this.synchronisation.levelChanged());
  }

  #learnDisk(): void {
    const diskWritable = this.#parts.disk.canWrite();
    if (diskWritable !== this.driver.state.facts.diskWritable) this.driver.learn({ diskWritable });
  }

  #snapshot() {
    return snapshotOf(this.driver.state, this.#parts.settings(), this.#parts.clock.now());
  }

  #dialledAddress(): string | null {
    const { host, port } = this.#parts.config().gatewayNetworkSetup;
    return this.#parts.settings().role === 'Backup' && host !== '' ? hostAndPort(host, port) : null;
  }
}
