import type { Heartbeat } from '#contract/heartbeat';
import type { Destination, NodeCard } from '#contract/link-frames';
import type { Provider } from '#contract/providers';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { RedundancyStatus, RelayedStatus } from '#contract/redundancy-status';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import type { ActivitySettings } from './activity/activity-types.ts';
import { consoleOrigins, ownOrigins } from './addresses.ts';
import { EffectWatch } from './activity/effect-watch.ts';
import { PairActions } from './pair-actions.ts';
import type { CoreParts } from './core-parts.ts';
import { PairCore } from './pair-core.ts';
import type { Redundancy, Requester } from './redundancy.ts';
import { otherNode, ownNode } from './runtime-node.ts';
import { statusOf } from './status.ts';

export interface RedundancyParts extends Omit<CoreParts, 'settings' | 'card' | 'report' | 'onEffect'> {
  version: string;
  /** Since the process started. */
  uptimeMs: () => number;
  localId: string;
  /** The name of this computer, if it may be found by it. */
  hostName: () => string | null;
  ports: () => { http: number; https: number };
  publicAddress: () => string;
  takeBackHoldMs: () => number;
  /** Durable when it returns, or it throws and nothing is changed. */
  saveConfig: (config: RedundancyConfig) => void;
  pinnedConfig: () => Record<string, string>;
}

/** Longer than a stop by hand may take: then the process ends without the other node's consent, ms. */
const leavePatienceMs = 3500;

/** Redundancy of this node as the rest of the gateway sees it. */
export class PairRedundancy implements Redundancy {
  readonly actions: PairActions;
  readonly #parts: RedundancyParts;
  readonly #effects = new EffectWatch();
  #core: PairCore;
  #roleChanges: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: RedundancyParts) {
    this.#parts = parts;
    this.#core = this.#makeCore();
    this.actions = new PairActions({
      ...parts,
      core: () => this.#core,
      effects: this.#effects,
      settings: () => this.#settings(),
    });
  }

  start(): void {
    this.#core.start();
  }

  /** Hands over if the other node can take the work, else says goodbye; then everything stops. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#roleChanges;
    await this.#endCore();
  }

  status(): RedundancyStatus {
    const { clock, identity, config, systemName, version, localId, nodeName } = this.#parts;
    const { driver, peer, synchronisation } = this.#core;
    const now = clock.now();
    const settings = this.#settings();
    const { pingTimeout } = config().gatewayNetworkSetup;
    return statusOf({
      state: driver.state,
      settings,
      config: config(),
      now,
      localId,
      pairId: identity.pair.pairId,
      name: nodeName(),
      systemName: systemName.get(),
      version,
      uptimeMs: this.#parts.uptimeMs(),
      peer: settings.role === 'Independent' ? null : peer.facts(driver.state, settings.role, pingTimeout, now),
      sync: { ...synchronisation.facts, full: synchronisation.fullSync() },
    });
  }

  peer(): RelayedStatus | null {
    return this.#core.peer.relayed(this.#parts.clock.now());
  }

  config(): RedundancyConfig {
    return this.#parts.config();
  }

  pinnedConfig(): Record<string, string> {
    return this.#parts.pinnedConfig();
  }

  async changeConfig(config: RedundancyConfig, requester: Requester): Promise<RedundancyConfig> {
    const before = this.config();
    this.#parts.saveConfig(config);
    this.#parts.logger('redundancy').info(`${requester.userName} changed the redundancy settings`);
    if (config.role !== before.role) await this.#changeRole();
    else if (linkDiffers(config, before)) this.#core.redial();
    return this.config();
  }

  providers(): Provider[] {
    return this.#core.synchronisation.providers();
  }

  /** Whether the other node has all of the plant's state that was set until now. */
  runtimeReplicated(): Promise<boolean> {
    return this.#core.runtime.replicated();
  }

  /** Whether the Backup has the change on its disk, waited for as long as an author waits. */
  replicated(revision: number): Promise<boolean> {
    return this.#core.synchronisation.replicated(revision);
  }

  heartbeat(): Heartbeat {
    const { driver } = this.#core;
    const { identity, publicAddress } = this.#parts;
    const running = driver.mayWrite;
    return {
      nodeId: identity.nodeId,
      pairId: identity.pair.pairId,
      runningState: running ? 'Running' : 'Standby',
      epoch: running ? driver.state.record.own : null,
      publicAddress: publicAddress() === '' ? null : publicAddress(),
    };
  }

  runtimeNodes(scheme: 'http' | 'https'): RuntimeNodes {
    const { identity } = this.#parts;
    const { role } = this.config();
    const { place, destination } = this.#core;
    const own = ownNode({ card: this.#card(), role, destination, scheme });
    const seen = { place, before: identity.pair.lastPeer, role, scheme, publicAddress: this.#parts.publicAddress() };
    const other = role === 'Independent' ? null : otherNode(seen);
    return { pairId: identity.pair.pairId, nodes: other === null ? [own] : [own, other] };
  }

  master(): { name: string; address: string | null } | null {
    if (this.config().role !== 'Backup') return null;
    const { peer, place } = this.#core;
    const name = peer.name ?? 'the Master';
    return { name, address: place === null ? null : (ownOrigins(place, 'http')[0] ?? null) };
  }

  /** Whether this process may write now: the fence, as every thread asks it. */
  get mayWrite(): boolean {
    return this.#core.driver.mayWrite;
  }

  /** The other node, if it is known to be the active one; address of its console. */
  activeNode(): { name: string; address: string | null } | null {
    const { peer, place, driver } = this.#core;
    if (!driver.state.link.up || driver.state.peer?.level !== 'Active') return null;
    const address = place === null ? null : (ownOrigins(place, 'http')[0] ?? null);
    return { name: peer.name ?? 'the other node', address };
  }

  /** Where this node's operators are sent, as the other node sees it. */
  ownDestination(): Destination {
    const publicAddress = this.#parts.publicAddress();
    return publicAddress === '' ? this.#core.destination : { address: publicAddress, source: 'publicAddress' };
  }

  /** Origins of the other node's console. */
  peerOrigins(): string[] {
    const { place } = this.#core;
    return place === null ? (this.#parts.identity.pair.lastPeer?.addresses ?? []) : consoleOrigins(place);
  }

  /** The other node's clock minus this one's, ms. */
  peerClockOffsetMs(): number {
    return this.#core.driver.state.measured?.clockOffsetMs ?? 0;
  }

  /** A node setting was changed: the other node learns it at once. */
  nodeSettingsChanged(): void {
    this.#core.renamed();
  }

  systemNameChanged(): void {
    this.#core.synchronisation.systemNameChanged();
  }

  /** The core keeps its role for life: it ends as what it was. */
  #makeCore(): PairCore {
    const { role } = this.#parts.config();
    return new PairCore({
      ...this.#parts,
      settings: () => ({ ...this.#settings(), role }),
      card: () => this.#card(),
      report: () => this.status(),
      onEffect: (effect) => this.#effects.tell(effect),
    });
  }

  /** Another role is another life: the old one ends as in a stop, the new one begins as in a start. */
  #changeRole(): Promise<void> {
    const change = this.#roleChanges.then(async () => {
      await this.#endCore();
      // What waited aside until this node was no longer active is taken before the next core begins on it.
      this.#core.synchronisation.levelChanged();
      const { isRequired: owesRestart } = this.#core.synchronisation.restart;
      if (this.#stopped) return;
      try {
        this.#parts.identity.changeRole(this.config().role);
      } finally {
        this.#core = this.#makeCore();
        this.#core.start();
        if (owesRestart) this.#core.synchronisation.restart.require();
      }
    });
    this.#roleChanges = change.catch(() => undefined);
    return change;
  }

  async #endCore(): Promise<void> {
    const { driver } = this.#core;
    if (driver.running) {
      const left = this.#effects.next((effect) => (effect.type === 'left' ? true : null), leavePatienceMs);
      driver.input({ type: 'leave', backInMs: null });
      await left;
    }
    this.#core.stop();
  }

  #settings(): ActivitySettings {
    const { identity, takeBackHoldMs } = this.#parts;
    const { role, joinWaitTime, masterRecoveryMode, useActiveUptimeToResolveConflict, gatewayNetworkSetup } =
      this.config();
    return {
      role,
      timing: { pingRateMs: gatewayNetworkSetup.pingRate, pingMaxMissed: gatewayNetworkSetup.pingMaxMissed },
      joinWaitMs: joinWaitTime,
      recovery: masterRecoveryMode,
      uptimeDecides: useActiveUptimeToResolveConflict,
      refusalMeansDead: true,
      takeBackHoldMs: takeBackHoldMs(),
      startedEmpty: identity.secretWasGiven,
    };
  }

  #card(): NodeCard {
    const { identity, nodeName, version, ports, publicAddress, hostName } = this.#parts;
    const { http, https } = ports();
    return {
      nodeId: identity.nodeId,
      name: nodeName(),
      version,
      httpPort: http,
      httpsPort: https,
      publicAddress: publicAddress(),
      hostName: hostName(),
    };
  }
}

function linkDiffers(one: RedundancyConfig, other: RedundancyConfig): boolean {
  const [a, b] = [one.gatewayNetworkSetup, other.gatewayNetworkSetup];
  return a.host !== b.host || a.port !== b.port || a.enableSsl !== b.enableSsl;
}
