import { refusal, unnamed, type ActionsInput, type ActionView } from './action-view.ts';
import { isDiverged } from './choice-view.ts';

/** The button that sends the whole configuration again. */
export function resyncView(input: ActionsInput): ActionView {
  const master = input.pair.find(({ role }) => role === 'Master');
  const backup = input.pair.find(({ role }) => role === 'Backup');
  if (master === undefined) return unnamed('resync', 'Force re-sync', 'No Master is known.');
  const to = backup?.name ?? 'the Backup';
  const isActive = backup !== undefined && backup.nodeId === input.activeId;
  return {
    kind: 'resync',
    id: 'resync',
    label: `Force re-sync ${to} from ${master.name}`,
    // A gateway would send nothing, and wait in vain.
    because: isDiverged(input)
      ? 'The two have different histories: choose above which one stays.'
      : refusal(input, { node: master, other: to, action: 'resync' }),
    note: null,
    askedIds: [master.nodeId],
    asked: master.name,
    other: to,
    consequences: [
      `The configuration of ${to} is replaced by that of ${master.name}, whole: whatever differs on ${to} is gone.`,
      isActive
        ? `${to} is the active node: its work goes on.`
        : `${to} soft-restarts with it: its parts start again, the console stays connected.`,
      'It takes as long as the whole configuration takes to be sent: Full synchronisation shows how far it is.',
      `Until that is done the pair is not protected: ${to} is not up to date and may not be able to take over.`,
      `Nothing changes on ${master.name}.`,
    ],
  };
}
