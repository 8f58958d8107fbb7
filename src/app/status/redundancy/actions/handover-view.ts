import type { PairNode } from '../../../gateways/pair-selectors.ts';
import { spanInWords } from '../../../ui/span.ts';
import { refusal, sidesOf, unnamed, type ActionsInput, type ActionView } from './action-view.ts';

/** The button that makes the other node active, named by its direction. */
export function handoverView(input: ActionsInput): ActionView {
  const { active, standby } = sidesOf(input);
  if (active === undefined) return unnamed('failover', 'Hand over', 'No node is seen to be active.');
  if (standby === undefined) return unnamed('failover', 'Hand over', `No partner of ${active.name} is known.`);
  const back = active.role === 'Backup';
  return {
    kind: 'failover',
    id: 'failover',
    label: `Hand ${back ? 'back' : 'over'} to ${standby.name}`,
    because: refusal(input, { node: active, other: standby.name, action: 'failover' }),
    note: null,
    askedIds: [active.nodeId],
    asked: active.name,
    other: standby.name,
    consequences: consequences(active.name, standby.name, { back, waitsMs: waitsMs(input, active) }),
  };
}

/** The active node waits for half of its budget until the other one is ready; `null`: it has not said. */
function waitsMs({ live }: ActionsInput, { nodeId }: PairNode): number | null {
  const budget = live[nodeId]?.understudy?.budget;
  return budget === undefined ? null : budget.budgetMs / 2;
}

interface How {
  back: boolean;
  waitsMs: number | null;
}

function consequences(from: string, to: string, { back, waitsMs }: How): string[] {
  return [
    `${to} becomes the active node, and ${from} stands by.`,
    `No data is lost: ${from} stops writing and sends ${to} the last changes; only then does ${to} start.`,
    `Nobody is active for as long as these changes take. If ${to} is not ready ${
      waitsMs === null ? 'in time' : `within ${spanInWords(waitsMs)}`
    }, ${from} goes on as the active node.`,
    `Runtime pages move to ${to} by themselves. Whoever works on them is told.`,
    back
      ? `${to} is the Master: this is the normal state of the pair.`
      : `It stays so until somebody hands back: ${from} does not take back by itself after this.`,
  ];
}
