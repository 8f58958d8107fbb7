import type { PeerFacts } from '#contract/redundancy-status';
import { freshness, statusPeriodMs } from '#contract/freshness';
import type { NodeFacts, Statement } from '../../../gateways/gateways-state.ts';
import { momentInWords } from '../../../ui/moment.ts';
import { spanInWords } from '../../../ui/span.ts';
import { clockWarningMs } from './node-facts.ts';

/** What stands between the two cards. */
export interface LinkView {
  state: 'connected' | 'lost' | 'never' | 'unknown';
  word: string;
  /** Short lines below it. */
  lines: readonly { text: string; look: 'plain' | 'attention' }[];
}

const words = { connected: 'linked', lost: 'link lost', never: 'never linked', unknown: 'link not known' } as const;

/** The link as the live nodes see it. Where they differ, whoever sees it down is right. */
export function linkView(nodes: readonly NodeFacts[], now: number): LinkView {
  const live = nodes
    .map((facts) => facts.statement)
    .filter((statement) => statement !== null)
    .filter(({ receivedAt }) => freshness(receivedAt, now, statusPeriodMs) === 'live')
    .sort((a, b) => Number(a.status.peerConnected) - Number(b.status.peerConnected));
  const [witness] = live;
  if (witness === undefined) return { state: 'unknown', word: words.unknown, lines: [] };
  const peer = witness.status.understudy?.peer ?? null;
  const state = stateOf(witness, peer);
  return { state, word: words[state], lines: peer === null ? [] : linesOf(witness, peer, state, now) };
}

function stateOf({ status }: Statement, peer: PeerFacts | null): LinkView['state'] {
  if (status.peerConnected) return 'connected';
  const known = peer === null ? status.peerId !== undefined : peer.connectedAt !== null;
  return known ? 'lost' : 'never';
}

function linesOf(witness: Statement, peer: PeerFacts, state: LinkView['state'], now: number): LinkView['lines'] {
  const budget = witness.status.understudy?.budget;
  const missed = `${peer.missedPings}/${budget?.pingMaxMissed ?? '?'} pings missed`;
  if (state === 'connected') {
    const roundTrip =
      peer.roundTripMs === null
        ? []
        : [{ text: `round trip ${roundTripInWords(peer.roundTripMs)}`, look: 'plain' as const }];
    const pings = { text: missed, look: peer.missedPings > 0 ? ('attention' as const) : ('plain' as const) };
    return [...plainLine(peer), ...roundTrip, pings, ...clockLine(peer)];
  }
  if (peer.lostAt === null) return [];
  const lostAt = peer.lostAt - ((witness.status.understudy?.clock.at ?? witness.askedAt) - witness.askedAt);
  return [
    { text: `since ${momentInWords(lostAt, now)}`, look: 'plain' },
    { text: `(${spanInWords(Math.max(1000, now - lostAt))})`, look: 'plain' },
  ];
}

function plainLine({ confidential }: PeerFacts): LinkView['lines'] {
  if (confidential !== false) return [];
  return [{ text: 'not encrypted: users and passwords are not replicated', look: 'attention' }];
}

/** In steps, so that it does not flicker. */
function roundTripInWords(ms: number): string {
  const step = [5, 10, 20, 50].find((most) => ms < most);
  return step === undefined ? `${Math.round(ms / 50) * 50} ms` : `< ${step} ms`;
}

function clockLine({ clockOffsetMs }: PeerFacts): LinkView['lines'] {
  const differenceMs = Math.abs(clockOffsetMs ?? 0);
  if (clockOffsetMs === null || differenceMs < 100) return [];
  const text = `clocks ${spanInWords(Math.round(differenceMs / 100) * 100)} apart`;
  return [{ text, look: differenceMs > clockWarningMs ? 'attention' : 'plain' }];
}
