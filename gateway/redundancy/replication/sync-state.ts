import type { RefusalCode } from '#contract/gwaction';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import type { Receiver } from './receiver.ts';
import type { SyncState } from './replication-parts.ts';
import type { Sender } from './sender.ts';

type Sent = Pick<Sender, 'phase' | 'isEqual' | 'isDiverged' | 'isSendingAsked' | 'sendsAll'>;
type Received = Pick<Receiver, 'isEqual' | 'isCompared' | 'isAgreed' | 'hasDiverged' | 'wantsAll'>;

export const unlinkedState: SyncState = {
  ...{ inSync: false, compared: false, agreed: false, pending: false, pendingAll: false },
};

/** `reversed`: the Backup sends, and the Master takes. */
export function masterState({ phase, isEqual, sendsAll }: Sent, reversed: boolean): SyncState {
  const compared = phase !== 'unknown';
  const agreed = compared && phase !== 'diverged' && !reversed;
  const pending = reversed || (agreed && !isEqual);
  const pendingAll = reversed || (agreed && sendsAll);
  return { inSync: isEqual && !reversed, compared, agreed, pending, pendingAll };
}

export function backupState(receiver: Received, reversed: boolean, restartRequired: boolean): SyncState {
  const { isEqual, isCompared, isAgreed: agreed, hasDiverged, wantsAll } = receiver;
  const inSync = isEqual && !wantsAll && !restartRequired && !reversed;
  const pending = isCompared && !inSync && (!hasDiverged || reversed);
  const pendingAll = pending && (wantsAll || restartRequired || reversed);
  return { inSync, compared: isCompared, agreed, pending, pendingAll };
}

/** The Backup takes no changes before it says again where it stands. */
export function isRefusing({ phase }: Sent): boolean {
  return phase === 'diverged' || phase === 'waiting';
}

/** Why this Master cannot send everything again now; empty if it can, or will once it knows where the Backup stands. */
export function resendRefusals({ isDiverged, isSendingAsked }: Sent, isReplacing: boolean): RefusalCode[] {
  if (isReplacing || isSendingAsked) return ['busy'];
  return isDiverged ? ['diverged'] : [];
}

/** Changes that the Backup is sent, and has not on its disk yet; `null`: it is sent none now. */
export function underWay({ phase, acknowledged }: Sender, { position }: ConfigStore): number | null {
  if (phase !== 'streaming' || acknowledged === null || position === null) return null;
  return position.revision - acknowledged.revision;
}
