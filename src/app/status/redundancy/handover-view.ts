import * as z from 'zod/mini';
import { refusalCode, type FailoverResult, type GwactionPreflight, type RefusalCode } from '#contract/gwaction';
import { refusalSentences } from '#contract/gwaction-sentences';
import type { UserRole } from '#contract/roles';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import type { PairNode } from '../../gateways/pair-selectors.ts';
import { momentInWords } from '../../ui/moment.ts';
import { spanInWords } from '../../ui/span.ts';

/** The button that makes the other node active, named by its direction. */
export interface HandoverView {
  label: string;
  /** Why it cannot be pressed; `null`: it can. */
  because: string | null;
  from: string;
  to: string;
  /** What will happen, one sentence each. */
  consequences: readonly string[];
}

/** What became of the last handover. */
export type HandoverOutcome =
  | { ok: true; result: FailoverResult; tookMs: number; at: number }
  | { ok: false; failure: Failure; from: string; to: string };

/** What the active node says of its actions. */
export type PreflightAnswer = { ok: true; value: GwactionPreflight } | { ok: false; failure: Failure };

export interface HandoverInput {
  pair: readonly PairNode[];
  /** The node that is active, as far as it is seen. */
  activeId: string | null;
  preflight: PreflightAnswer | null;
  userRole: UserRole;
  running: boolean;
}

export function handoverView(input: HandoverInput): HandoverView {
  const active = input.pair.find((node) => node.nodeId === input.activeId);
  const other = input.pair.find((node) => node.nodeId !== input.activeId);
  if (active === undefined || other === undefined) {
    const because = active === undefined ? 'No node is seen to be active.' : `No partner of ${active.name} is known.`;
    return { label: 'Hand over', because, from: active?.name ?? '', to: '', consequences: [] };
  }
  const back = active.role === 'Backup';
  return {
    label: `Hand ${back ? 'back' : 'over'} to ${other.name}`,
    because: refusal(input, active, other),
    from: active.name,
    to: other.name,
    consequences: consequences(active.name, other.name, back),
  };
}

function refusal({ preflight, userRole, running }: HandoverInput, active: PairNode, other: PairNode): string | null {
  if (userRole !== 'administrator') return `As ${userRole} you may look, but not hand over.`;
  if (running) return 'A handover is running.';
  if (preflight === null) return `Asking ${active.name} whether it is possible …`;
  if (!preflight.ok) return failureSentence(preflight.failure, active.name);
  const { possible, refusals } = preflight.value.failover;
  if (possible) return null;
  return refusalsInWords(refusals, active.name, other.name) || `${active.name} refuses without saying why.`;
}

function consequences(from: string, to: string, back: boolean): string[] {
  return [
    `${to} becomes the active node, and ${from} stands by.`,
    `No data is lost: ${from} stops writing and sends ${to} the last changes; only then does ${to} start.`,
    `Runtime pages move to ${to} by themselves. Whoever works on them is told.`,
    back
      ? `${to} is the Master: this is the normal state of the pair.`
      : `It stays so until somebody hands back: ${from} does not take back by itself after this.`,
  ];
}

/** "B took over from A at 02:14:08. It took 240 ms; for 35 ms of it no node was active." */
export function outcomeSentence(outcome: HandoverOutcome): string {
  if (!outcome.ok) return `The handover did not happen: ${failureReason(outcome)}`;
  const { result, tookMs, at } = outcome;
  const gap = result.gapMs === null ? '' : `; for ${spanInWords(result.gapMs)} of it no node was active`;
  const took = `It took ${spanInWords(tookMs)}${gap}.`;
  return `${result.to} took over from ${result.from} at ${momentInWords(at, at)}. ${took}`;
}

function failureReason({ failure, from, to }: HandoverOutcome & { ok: false }): string {
  const codes = z.safeParse(z.array(refusalCode), failure.kind === 'refused' ? failure.problem?.refusals : []);
  const refusals = codes.success ? codes.data : [];
  if (refusals.length > 0) return refusalsInWords(refusals, from, to);
  return failureSentence(failure, from);
}

function refusalsInWords(codes: readonly RefusalCode[], active: string, peer: string): string {
  const sentences = codes.map((code) => refusalSentences[code]);
  return sentences.map((text) => text.replaceAll('{active}', active).replaceAll('{peer}', peer)).join(' ');
}
