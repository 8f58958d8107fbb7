import type { LinkFrame } from '#contract/link-frames';
import { Choices } from './choices.ts';
import type { CoreParts } from './core-parts.ts';
import type { PairCore } from './pair-core.ts';
import { syncMovement } from './while-it-moves.ts';

/** What an administrator can do about two histories, beside the decision who is active. */
export function makeChoices(
  { settings, keepBackup, nodeName, config, logger }: CoreParts,
  { driver, peer, synchronisation }: Pick<PairCore, 'driver' | 'peer' | 'synchronisation'>,
  send: (frame: LinkFrame) => void,
): Choices {
  const movement = syncMovement(synchronisation, config);
  return new Choices({
    role: () => settings().role,
    isLinked: () => driver.state.link.up,
    isDiverged: () => synchronisation.isDiverged,
    isReplacing: () => synchronisation.isReplacing,
    keep: (because) => synchronisation.keepFirst(() => keepBackup(because)),
    takeAll: () => synchronisation.takeAll(movement.patienceMs()),
    isHolding: () => synchronisation.fullSync().held,
    nodeName,
    peerName: () => peer.name ?? 'the other node',
    send,
    movement,
    logger: logger('redundancy'),
  });
}
