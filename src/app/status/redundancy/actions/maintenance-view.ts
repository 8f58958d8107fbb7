import { refusal, sidesOf, unnamed, type ActionsInput, type ActionView } from './action-view.ts';

/** Begins it, or ends what is on. */
export function maintenanceView(input: ActionsInput): ActionView {
  const on = input.pair.filter(({ nodeId }) => input.live[nodeId]?.understudy?.maintenance !== undefined);
  return on.length > 0 ? endView(input, on) : beginView(input);
}

function beginView(input: ActionsInput): ActionView {
  const { active, standby } = sidesOf(input);
  const label = 'Begin maintenance';
  if (active === undefined) return unnamed('maintenance', label, 'No node is seen to be active.');
  const other = standby?.name ?? 'the other node';
  return {
    kind: 'maintenance',
    id: 'maintenance',
    label,
    because: refusal(input, { node: active, other, action: 'maintenance' }),
    note: null,
    askedIds: [active.nodeId],
    asked: active.name,
    other,
    consequences: [
      `Until it ends, ${other} does not take over by itself.`,
      `If ${active.name} fails, nobody is active until it ends or a person acts.`,
      `Handing over by hand and stopping a gateway on purpose work as always.`,
      `The Master does not take back by itself meanwhile.`,
      `It ends by itself, on both nodes, and both remember it over a restart.`,
    ],
  };
}

function endView(input: ActionsInput, on: ActionsInput['pair']): ActionView {
  const { active, standby } = sidesOf(input);
  const [first] = on;
  if (first === undefined) return beginView(input);
  const other = input.pair.find(({ nodeId }) => nodeId !== first.nodeId)?.name ?? 'the other node';
  const reason = input.live[first.nodeId]?.understudy?.maintenance?.reason;
  return {
    kind: 'endMaintenance',
    id: 'maintenance',
    label: 'End maintenance',
    because: refusal(input, { node: first, other, action: 'endMaintenance' }),
    note: reason === undefined ? null : `It is on for this reason: ${reason}`,
    askedIds: on.map(({ nodeId }) => nodeId),
    asked: first.name,
    other,
    consequences:
      active === undefined
        ? [`Nobody is seen to be active: ${first.name} takes over at once if it does not hear ${other}.`]
        : [
            `From now on ${standby?.name ?? 'the standby'} takes over by itself again if ${active.name} fails.`,
            ...(active.role === 'Backup' ? [takesBack(standby?.name)] : []),
          ],
  };
}

function takesBack(master = 'The Master'): string {
  return `${master} may take back by itself as soon as it is in sync, if that is its recovery mode.`;
}
