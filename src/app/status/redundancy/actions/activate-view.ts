import { misfitOf } from '#contract/misfit';
import type { BlockerCode } from '#contract/redundancy-status';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
import { spanInWords } from '../../../ui/span.ts';
import { refusal, type ActionsInput, type ActionView } from './action-view.ts';

/** By force: one button for each node that is not active. */
export function activateViews(input: ActionsInput): ActionView[] {
  return input.pair
    .filter(({ nodeId, role }) => nodeId !== input.activeId && role !== 'Independent')
    .map((node) => activateView(input, node));
}

function activateView(input: ActionsInput, node: PairNode): ActionView {
  const other = otherThan(input, node)?.name ?? 'the other node';
  const blockers = input.live[node.nodeId]?.understudy?.blockers ?? [];
  const states = Object.values(input.live).flatMap((status) => status?.projectState ?? []);
  return {
    kind: 'activate',
    id: `activate:${node.nodeId}`,
    label: `Activate ${node.name} now`,
    because: refusal(input, { node, other, action: 'activate' }),
    note: null,
    askedIds: [node.nodeId],
    asked: node.name,
    other,
    consequences: [
      `${node.name} becomes the active node at once, by force, on your word alone.`,
      ...blockers.flatMap((code) => blockerWords(code === 'incompatible' ? misfitOf(states) : code, node.name)),
      `What ${other} did after the two last heard each other is not on ${node.name}.`,
      `If ${other} is running all the same, both write until they hear each other again; then one of them stops.`,
      `It is recorded with your name.`,
    ],
  };
}

/** What cannot be excluded now: that grows while somebody reads. */
export function activateCaution(input: ActionsInput, nodeId: string, now: number): string | null {
  const node = input.pair.find((one) => one.nodeId === nodeId);
  const preflight = input.preflights[nodeId];
  if (node === undefined || preflight?.ok !== true || preflight.value.activate === undefined) return null;
  const otherNode = otherThan(input, node);
  const other = otherNode?.name ?? 'The other node';
  if (otherNode !== undefined && input.live[otherNode.nodeId] !== undefined) {
    return `${other} is running: it answers this browser.`;
  }
  const { silentForMs } = preflight.value.activate;
  if (silentForMs === null) return `${other} may be running: ${node.name} has not heard it since it started.`;
  const forMs = Math.max(0, silentForMs + now - preflight.at);
  return `${other} may still be running: nobody answered ${node.name} for ${spanInWords(forMs)}.`;
}

function otherThan({ pair }: ActionsInput, node: PairNode): PairNode | undefined {
  return pair.find(({ nodeId }) => nodeId !== node.nodeId);
}

function blockerWords(code: BlockerCode | 'lacksModules', name: string): string[] {
  switch (code) {
    case 'neverSynced':
      return [`${name} has never been synchronised: it goes on with the configuration that it has, perhaps none.`];
    case 'emptyDirectory':
      return [`${name} started with an empty directory: it goes on without the configuration of the pair.`];
    case 'incompatible':
      return [`${name} runs another version than the other node.`];
    case 'lacksModules':
      return [`${name} lacks modules that the configuration names: what they do stands still on it.`];
    default:
      return [];
  }
}
