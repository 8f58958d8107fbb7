import type { UnderstudyStatus } from '#contract/redundancy-status';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
import { isSilent } from '../../../gateways/silence.ts';
import { bytesInWords } from '../../../ui/bytes.ts';
import { spanInWords } from '../../../ui/span.ts';

type Sync = UnderstudyStatus['sync'];

/** A full synchronisation that runs. */
export interface ProgressView {
  bytes: number;
  totalBytes: number;
  /** "12.3 MB of 55.9 MB (22 %)". */
  done: string;
  /** "23 MB/s, 2 s left"; `null`: not measured yet. */
  rate: string | null;
}

export interface FullSyncView {
  progress: ProgressView | null;
  /** What waits, and why. */
  held: string | null;
  /** How often one was needed, and of what. */
  often: string;
  loop: string | null;
}

/** As the nodes say that answer now; `null`: neither does, or neither tells. */
export function fullSyncView(pair: readonly PairNode[], gateways: GatewaysState, now: number): FullSyncView | null {
  const told = pair.flatMap(({ nodeId, name }) => {
    const sync = gateways.nodes[nodeId]?.statement?.status.understudy?.sync;
    return !isSilent(gateways, nodeId, now) && sync?.fullSyncsLastHour !== undefined ? [{ name, sync }] : [];
  });
  if (told.length === 0) return null;
  const running = told.flatMap(({ sync }) => sync.progress ?? []).sort((one, other) => other.bytes - one.bytes)[0];
  const holder = told.find(({ sync }) => sync.held === true);
  return {
    progress: running === undefined ? null : progressView(running),
    held:
      holder === undefined
        ? null
        : `${holder.name} has the whole configuration and takes it when it is no longer the active node.`,
    often: oftenInWords(
      told.map(({ sync }) => sync),
      told.length < pair.length ? `, as ${told.map(({ name }) => name).join()} counted` : '',
    ),
    loop: told.some(({ sync }) => sync.loop === true)
      ? 'Sync loop: the same data had to be sent anew three times within ten minutes. The events say which, and why.'
      : null,
  };
}

const subjects: Readonly<Record<string, string>> = {
  configuration: 'configuration',
  modules: 'modules',
  'tag-values': 'tag values',
  'alarm-state': 'alarm state',
};

/** The configuration first, what this console does not know last. */
function rank(subject: string): number {
  const at = Object.keys(subjects).indexOf(subject);
  return at < 0 ? Infinity : at;
}

/** `by`: who counted, if not both did. */
function oftenInWords(told: readonly Sync[], by: string): string {
  const of = countsOf(told);
  const count = of === null ? Math.max(...told.map((sync) => sync.fullSyncsLastHour ?? 0)) : sum(Object.values(of));
  const needed = count === 0 ? 'None was' : count === 1 ? 'One was' : `${count} were`;
  const found = Object.entries(of ?? {}).sort(([one], [other]) => rank(one) - rank(other));
  const parts = found.map(([subject, times]) => `${subjects[subject] ?? subject} ${times}`);
  const which = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  return `${needed} needed in the last hour${by}${which}. Those that a person asked for are not counted.`;
}

/** Of the pair: of the configuration both nodes count the same ones. `null`: a node is of an earlier version. */
function countsOf(told: readonly Sync[]): Record<string, number> | null {
  const of: Record<string, number> = {};
  for (const { fullSyncsOf } of told) {
    if (fullSyncsOf === undefined) return null;
    for (const [subject, times] of Object.entries(fullSyncsOf)) {
      const before = of[subject] ?? 0;
      of[subject] = subject === 'configuration' ? Math.max(before, times) : before + times;
    }
  }
  return of;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, each) => all + each, 0);
}

type Progress = NonNullable<Sync['progress']>;

function progressView({ bytes, totalBytes, bytesPerSec }: Progress): ProgressView {
  const percent = totalBytes === 0 ? 100 : Math.floor((100 * bytes) / totalBytes);
  const leftMs = bytesPerSec === null || bytesPerSec === 0 ? null : ((totalBytes - bytes) * 1000) / bytesPerSec;
  return {
    bytes,
    totalBytes,
    done: `${bytesInWords(bytes)} of ${bytesInWords(totalBytes)} (${percent} %)`,
    rate: leftMs === null ? null : `${bytesInWords(bytesPerSec ?? 0)}/s, ${spanInWords(leftMs)} left`,
  };
}
