import type { DivergenceChoice } from '#contract/divergence';
import { refusal, type ActionsInput, type ActionView } from './action-view.ts';

/** Whether a node that answers now says that the two configurations have different histories. */
export function isDiverged({ live }: ActionsInput): boolean {
  return Object.values(live).some((status) => status?.understudy?.blockers.includes('diverged') === true);
}

export function isChoice({ kind }: ActionView): boolean {
  return kind === 'restoreMaster' || kind === 'replaceBackup';
}

/** Which of two histories stays; nothing while there is one. Either node that answers is asked. */
export function choiceViews(input: ActionsInput): ActionView[] {
  const master = input.pair.find(({ role }) => role === 'Master');
  const backup = input.pair.find(({ role }) => role === 'Backup');
  if (!isDiverged(input) || master === undefined || backup === undefined) return [];
  const node = [master, backup].find(({ nodeId }) => input.live[nodeId] !== undefined) ?? master;
  const view = (kind: DivergenceChoice, label: string, consequences: string[]): ActionView => ({
    ...{ kind, id: kind, label, consequences, note: consequences[0] ?? null },
    because: refusal(input, { node, other: node === master ? backup.name : master.name, action: kind }),
    askedIds: [node.nodeId],
    asked: kind === 'restoreMaster' ? backup.name : master.name,
    other: kind === 'restoreMaster' ? master.name : backup.name,
  });
  return [
    view('restoreMaster', `Restore ${master.name} from ${backup.name}`, [
      ...replaced(input, master.nodeId, master.name, backup.name),
      `Users, roles and API tokens of ${backup.name} count on both from then on, and so does its System Name.`,
    ]),
    view('replaceBackup', `Replace ${backup.name} by ${master.name}`, [
      ...replaced(input, backup.nodeId, backup.name, master.name),
      `Users, roles and API tokens of ${master.name} count on both from then on.`,
    ]),
  ];
}

function replaced(input: ActionsInput, targetId: string, target: string, source: string): string[] {
  const isActive = targetId === input.activeId;
  return [
    `All of the configuration of ${target} is replaced by that of ${source}. Nothing changes on ${source}.`,
    `What ${target} has now is kept there first, as a file that can be downloaded and imported.`,
    isActive
      ? `${target} is the active node: its work goes on, and it takes the new configuration when it has handed over.`
      : `${target} soft-restarts with it: its parts start again, the console stays connected.`,
  ];
}
