import { Counter, Gauge, Registry } from 'prom-client';
import * as z from 'zod/mini';
import type { Provider } from '#contract/providers';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { activityLevel, role } from '#contract/roles';
import { rules } from '#contract/verdict-rules';
import type { Redundancy } from '../redundancy/redundancy.ts';
import { PairObserver } from './pair-observer.ts';
import type { GatewayApp } from './zod-provider.ts';

type Set = (value: number, labels?: Record<string, string>) => void;

/** What several figures are of: asked for once for all that one answer says. */
interface Facts {
  status: RedundancyStatus;
  providers: readonly Provider[];
}

/**
 * What Prometheus asks for: measured when it is asked, in seconds and bytes as it expects. It says something of the
 * other node, so it needs a token, which Prometheus sends as `authorization`.
 */
export function metricsRoute(app: GatewayApp, redundancy: Redundancy, now: () => number): void {
  const registry = new Registry();
  let known: Facts | null = null;
  const facts = () => (known ??= { status: redundancy.status(), providers: redundancy.providers() });
  addNode(registry, () => facts().status);
  addPair(registry, () => facts().status, new PairObserver(redundancy, now));
  addProviders(registry, () => facts().providers);
  addProcess(registry);
  app.get(
    '/metrics',
    {
      config: { needs: 'viewer', polled: true },
      schema: {
        operationId: 'getMetrics',
        summary: 'Figures of this node and its link, for Prometheus',
        tags: ['System'],
        response: { 200: z.string() },
      },
    },
    async (_request, reply) => {
      known = null;
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
}

function addNode(registry: Registry, status: () => RedundancyStatus): void {
  const gauge = gaugeOf(registry);
  gauge('understudy_role', '1 for the role that is configured', ['role'], (set) => {
    for (const each of role.options) set(Number(status().role === each), { role: each });
  });
  gauge('understudy_activity_level', '1 for the present activity level', ['level'], (set) => {
    for (const level of activityLevel.options) set(Number(status().activityLevel === level), { level });
  });
  gauge('understudy_uptime_seconds', 'Since the process started', [], (set) => set(status().uptime / 1000));
  gauge('understudy_epoch', 'Number of the epoch of this activation; absent while not Active', [], (set) => {
    ifKnown(set, status().understudy?.epoch?.number);
  });
}

function addPair(registry: Registry, status: () => RedundancyStatus, observer: PairObserver): void {
  const gauge = gaugeOf(registry);
  const peer = () => status().understudy?.peer ?? null;
  gauge('understudy_verdict', '1 for the state of the pair as this node sees it', ['verdict'], (set) => {
    const { code } = observer.verdict();
    for (const [verdict] of rules) set(Number(code === verdict), { verdict });
  });
  gauge('understudy_peer_connected', '1 while the link is up', [], (set) => set(Number(status().peerConnected)));
  gauge('understudy_link_encrypted', '0: users and modules are not sent over the link; absent: no link', [], (set) => {
    const confidential = peer()?.confidential ?? null;
    ifKnown(set, confidential === null ? null : Number(confidential));
  });
  gauge('understudy_in_sync', '1 while both nodes are known to hold the same configuration', [], (set) => {
    set(Number(status().projectState === 'Good'));
  });
  gauge('understudy_last_sync_timestamp_seconds', 'When both were last known equal; absent: never', [], (set) => {
    const at = status().lastSyncTimestamp;
    ifKnown(set, at < 0 ? null : at / 1000);
  });
  gauge('understudy_full_syncs_last_hour', 'Full synchronisations that nobody asked for', [], (set) => {
    ifKnown(set, status().understudy?.sync.fullSyncsLastHour);
  });
  gauge('understudy_ping_round_trip_seconds', 'Of the last ping that was answered', [], (set) => {
    ifKnown(set, peer()?.roundTripMs, 1000);
  });
  gauge('understudy_missed_pings', 'In a row, now', [], (set) => ifKnown(set, peer()?.missedPings));
  gauge('understudy_clock_offset_seconds', "The other node's clock minus this one's", [], (set) => {
    ifKnown(set, peer()?.clockOffsetMs, 1000);
  });
  gauge('understudy_recent_changeovers', 'In the last ten minutes, that nobody asked for', [], (set) => {
    ifKnown(set, status().understudy?.recentChangeovers);
  });
}

function addProviders(registry: Registry, providers: () => readonly Provider[]): void {
  const gauge = gaugeOf(registry);
  const each = (name: string, help: string, of: (provider: Provider) => Value) =>
    gauge(`understudy_provider_${name}`, help, ['provider', 'direction'], (set) => {
      for (const provider of providers()) {
        const value = of(provider);
        if (value !== null) set(value, { provider: provider.id, direction: provider.direction });
      }
    });
  each('pending_updates', 'That the other node has not acknowledged', ({ pending }) => pending);
  each('queued_updates_per_second', 'Over the last minute', ({ queuedPerSec }) => queuedPerSec);
  each('dispatched_updates_per_second', 'Over the last minute', ({ dispatchedPerSec }) => dispatchedPerSec);
  each('last_pull_duration_seconds', 'Absent: never', ({ lastPullMs }) => inSeconds(lastPullMs));
  each('last_apply_duration_seconds', 'Absent: never', ({ lastApplyMs }) => inSeconds(lastApplyMs));
  each('last_pull_timestamp_seconds', 'Absent: never', ({ lastPullAt }) => inSeconds(lastPullAt));
  each('full_sync_needed', '1 while everything has to be sent', ({ fullSyncNeeded }) => Number(fullSyncNeeded));
}

function addProcess(registry: Registry): void {
  const gauge = gaugeOf(registry);
  gauge('process_resident_memory_bytes', 'Memory of this process', [], (set) => set(process.memoryUsage.rss()));
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of this process, user and system',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}

type Value = number | null;

function inSeconds(ms: Value): Value {
  return ms === null ? null : ms / 1000;
}

/** What is not known is left out: a zero would be a lie. */
function ifKnown(set: Set, value: number | null | undefined, per = 1): void {
  if (value !== null && value !== undefined) set(value / per);
}

function gaugeOf(registry: Registry) {
  return (name: string, help: string, labelNames: string[], collect: (set: Set) => void): void => {
    new Gauge({
      ...{ name, help, labelNames, registers: [registry] },
      collect() {
        this.reset();
        // One without labels stands at zero after that: what is not known is absent.
        this.remove({});
        collect((value, labels = {}) => this.set(labels, value));
      },
    });
  };
}
