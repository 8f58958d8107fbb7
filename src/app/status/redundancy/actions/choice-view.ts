import type { DivergenceChoice } from '#contract/divergence';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
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
      ...replaced(input, master, backup),
      `Users, roles and API tokens of ${backup.name} count on both from then on, and so does its System Name.`,
    ]),
    view('replaceBackup', `Replace ${backup.name} by ${master.name}`, [
      ...replaced(input, backup, master),
      `Users, roles and API tokens of ${master.name} count on both from then on.`,
    ]),
  ];
}

function replaced(input: ActionsInput, { nodeId, name: target }: PairNode, from: PairNode): string[] {
  const isActive = nodeId === input.activeId;
  const source = from.name;
  // As after a start with an empty directory.
  const isNew = input.live[from.nodeId]?.understudy?.sync.lastGoodAt === null;
  return [
    [
      `All of the configuration of ${target} is replaced by that of ${source}. Nothing changes on ${source}.`,
      ...(isNew ? [`${source} has never been in sync with ${target}: it may have no configuration at all.`] : []),
    ].join(' '),
    `What ${target} has now is kept there first, as a file that can be downloaded and imported.`,
    isActive
      ? `${target} is the active node: its work goes on, and it takes the new configuration when it has handed over.`
      : `${target} soft-restarts with it: its parts start again, the console stays connected.`,
  ];
}
