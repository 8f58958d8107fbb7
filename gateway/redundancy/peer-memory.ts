import type { NodeCard } from '#contract/link-frames';
import type { LossReason, PeerFacts, RedundancyStatus, RelayedStatus } from '#contract/redundancy-status';
import type { Role } from '#contract/roles';
import type { LastPeer } from '../config/node/identity.ts';
import type { ActivityState, Now } from './activity/activity-types.ts';

/** What this node knows of the other one, in this process and from before. Facts with their times, never forgotten. */
export class PeerMemory {
  #card: NodeCard | null = null;
  #address: string | null = null;
  #confidential = false;
  #connectedAt: number | null = null;
  #lostAt: number | null = null;
  #lostBecause: LossReason | null = null;
  #lastError: string | null = null;
  #report: { status: RedundancyStatus; received: Now } | null = null;
  readonly #before: LastPeer | null;

  constructor(before: LastPeer | null) {
    this.#before = before;
  }

  get name(): string | null {
    return this.#card?.name ?? this.#before?.name ?? null;
  }

  get nodeId(): string | null {
    return this.#card?.nodeId ?? this.#before?.nodeId ?? null;
  }

  get card(): NodeCard | null {
    return this.#card;
  }

  linked(card: NodeCard, address: string, { confidential, at }: { confidential: boolean; at: number }): void {
    this.#card = card;
    this.#address = address;
    this.#confidential = confidential;
    this.#connectedAt = at;
    this.#lostAt = null;
    this.#lostBecause = null;
    this.#lastError = null;
  }

  lost(because: LossReason, detail: string | null, at: number): void {
    this.#lostAt ??= at;
    this.#lostBecause = because;
    this.#lastError = detail;
  }

  /** No link opens. A peer that was lost keeps the reason of the loss; refused connections add to it. */
  failed(because: LossReason, detail: string, address: string | null): void {
    this.#lastError = detail;
    this.#address = address ?? this.#address;
    if (this.#lostBecause === null || because === 'refused' || because === 'rejected') this.#lostBecause = because;
  }

  renamed(card: NodeCard): void {
    this.#card = card;
  }

  reported(status: RedundancyStatus, received: Now): void {
    this.#report = { status, received };
  }

  relayed(now: Now): RelayedStatus | null {
    if (this.#report === null) return null;
    const { status, received } = this.#report;
    return { status, measuredAt: received.wallAt, ageMs: now.elapsedMs - received.elapsedMs };
  }

  facts(state: ActivityState, ownRole: Role, pingTimeoutMs: number, now: Now): PeerFacts {
    const { link, peer } = state;
    const lastHeard = link.up ? link.lastHeardAt : state.silentSince;
    return {
      nodeId: this.nodeId,
      name: this.name,
      role: ownRole === 'Master' ? 'Backup' : 'Master',
      version: this.#card?.version ?? null,
      activityLevel: this.#report?.status.activityLevel ?? null,
      address: this.#address,
      connected: link.up,
      confidential: link.up ? this.#confidential : null,
      connectedAt: this.#connectedAt,
      lostAt: link.up ? null : this.#lostAt,
      lostBecause: link.up ? null : state.goodbye !== null ? 'goodbye' : this.#lostBecause,
      lastError: link.up ? null : this.#lastError,
      canActivate: peer?.canActivate ?? null,
      blockers: peer?.blockers ?? [],
      roundTripMs: state.measured?.roundTripMs ?? null,
      missedPings: missedPings(state, pingTimeoutMs, now),
      clockOffsetMs: state.measured?.clockOffsetMs ?? null,
      measuredAt: lastHeard === null ? null : now.wallAt - (now.elapsedMs - lastHeard),
    };
  }
}

/** Pings without an echo for longer than the display allows; without a link, periods of silence. */
function missedPings(state: ActivityState, pingTimeoutMs: number, { elapsedMs }: Now): number {
  const { pingRateMs, pingMaxMissed } = state.timing.current;
  if (state.link.up) return state.pings.outstanding.filter((ping) => elapsedMs - ping.sentAt > pingTimeoutMs).length;
  if (state.silentSince === null) return 0;
  return Math.min(pingMaxMissed, Math.floor((elapsedMs - state.silentSince) / pingRateMs));
}
