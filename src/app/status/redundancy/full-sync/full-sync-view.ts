import type { UnderstudyStatus } from '#contract/redundancy-status';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
import { isSilent } from '../../../gateways/silence.ts';
import { bytesInWords } from '../../../ui/bytes.ts';
import { spanInWords } from '../../../ui/span.ts';

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
  /** How often it was needed. */
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
  const count = Math.max(...told.map(({ sync }) => sync.fullSyncsLastHour ?? 0));
  return {
    progress: running === undefined ? null : progressView(running),
    held:
      holder === undefined
        ? null
        : `${holder.name} has the whole configuration and takes it when it is no longer the active node.`,
    often: oftenInWords(count),
    loop: told.some(({ sync }) => sync.loop === true)
      ? 'Sync loop: everything had to be sent anew three times within ten minutes. The events say why.'
      : null,
  };
}

function oftenInWords(count: number): string {
  const needed = count === 0 ? 'None was' : count === 1 ? 'One was' : `${count} were`;
  return `${needed} needed in the last hour, not counting those that a person forced.`;
}

type Progress = NonNullable<UnderstudyStatus['sync']['progress']>;

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
