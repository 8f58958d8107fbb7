import type {
  ActivateResult,
  FailoverResult,
  GwactionPreflight,
  MaintenanceResult,
  RefusalCode,
} from '#contract/gwaction';
import type { ChoiceDone, DivergenceChoice } from '#contract/divergence';
import type { Heartbeat } from '#contract/heartbeat';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { RedundancyStatus, RelayedStatus } from '#contract/redundancy-status';
import type { Provider } from '#contract/providers';
import type { RuntimeNodes } from '#contract/runtime-nodes';

/** The answer to an action that can be refused. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; refusals: RefusalCode[] };

/** Who asked, for the log and the record of the changeover. */
export interface Requester {
  userName: string;
  from: string;
}

/** What a person can order the pair to do. */
export interface PairOrders {
  preflight(): GwactionPreflight;
  /** Makes the other node active; resolves when it is, or when that failed. */
  failover(requester: Requester, comment: string): Promise<ActionResult<FailoverResult>>;
  /** Sends the whole configuration to the Backup again; resolves when it is applied there. */
  resync(requester: Requester): Promise<ActionResult<{ target: string }>>;
  /** Ends the suspension of automatic take-back after flapping. */
  resumeTakeBack(requester: Requester): ActionResult<null>;
  /** No automatic failover for so long, ms; resolves when both nodes have it on disk. */
  maintain(order: { forMs: number; reason: string }, requester: Requester): Promise<ActionResult<MaintenanceResult>>;
  /** Ends it here at once; nothing to do where there is none. */
  endMaintenance(requester: Requester): ActionResult<null>;
  /** Which of two histories stays; resolves when the other node has all of it. */
  choose(choice: DivergenceChoice, requester: Requester): Promise<ActionResult<ChoiceDone>>;
  /** Makes this node active by force; resolves when it is, or when that failed. */
  activate(requester: Requester): Promise<ActionResult<ActivateResult>>;
}

/** What the rest of the gateway sees of redundancy. Routes depend on this, never on the parts behind it. */
export interface Redundancy {
  status(): RedundancyStatus;
  /** The peer's last own status; `null` before the first. */
  peer(): RelayedStatus | null;
  config(): RedundancyConfig;
  /** Members that a flag pins, by JSON pointer, with the flag: `{'/role': '--role'}`. */
  pinnedConfig(): Record<string, string>;
  /** Applied live. Throws a `GatewayError` for what is pinned or cannot be applied; then nothing is changed. */
  changeConfig(config: RedundancyConfig, requester: Requester): Promise<RedundancyConfig>;
  /** What this node sends to, or takes from, the other one; empty while it is independent. */
  providers(): Provider[];
  readonly actions: PairOrders;
  heartbeat(): Heartbeat;
  /** `scheme` of the asking page, without colon. */
  runtimeNodes(scheme: 'http' | 'https'): RuntimeNodes;
  /** The Master's name and where its console is, for "edit it there"; `null` on a Master or while unknown. */
  master(): { name: string; address: string | null } | null;
}
