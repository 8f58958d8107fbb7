import { refusal, unnamed, type ActionsInput, type ActionView } from './action-view.ts';

/** Ends the suspension after flapping. */
export function takeBackView(input: ActionsInput): ActionView {
  const label = 'Resume automatic take-back';
  const suspended = input.pair.find(({ nodeId }) => input.live[nodeId]?.understudy?.takeBack === 'suspended');
  const node = suspended ?? input.pair.find(({ nodeId }) => input.live[nodeId] !== undefined) ?? input.pair[0];
  if (node === undefined) return unnamed('resumeTakeBack', label, 'No node is known.');
  const master = input.pair.find(({ role }) => role === 'Master')?.name ?? 'the Master';
  const other = input.pair.find(({ nodeId }) => nodeId !== node.nodeId)?.name ?? 'the other node';
  return {
    kind: 'resumeTakeBack',
    id: 'resumeTakeBack',
    label,
    because: refusal(input, { node, other, action: 'resumeTakeBack' }),
    note: null,
    askedIds: [node.nodeId],
    asked: node.name,
    other,
    consequences: [
      `When ${master} stands by and is in sync, it takes the work back by itself again.`,
      `It was suspended because the active node changed too often without anybody asking: the cause should be mended.`,
      `The count of such changes begins anew.`,
    ],
  };
}
