import { destinationOf, type Place } from './destination.ts';
import { originOf, type FollowedNode } from './nodes.ts';

/**
 * `data-nodes` of the script tag: nodes divided by commas, each with its id, its addresses, and what is known besides:
 * `7f… http://a.plant:8088 name=A, 3c… http://b.plant:8088 name=B page=http://b.plant:3000`.
 */
export function nodesIn(text: string): FollowedNode[] {
  return text
    .split(',')
    .map((part) => part.trim().split(/\s+/))
    .map(([nodeId = '', ...words]): FollowedNode => {
      const valueOf = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1) ?? null;
      const probes = words.filter((word) => /^https?:\/\//i.test(word)).map(originOf);
      const page = valueOf('page');
      const name = valueOf('name') ?? nodeId;
      const node = { nodeId, name, probes, destination: page ?? probes[0] ?? null };
      return page === null ? node : { ...node, fixed: true };
    })
    .filter(({ nodeId, probes }) => nodeId !== '' && probes.length > 0);
}

/** The node whose page stands here; `null`: it is no node's, or both nodes'. */
export function nodeAt(place: Pick<Place, 'protocol' | 'origin'>, nodes: readonly FollowedNode[]): string | null {
  const found = nodes.filter((node) => [...node.probes, destinationOf(node, null, place)].includes(place.origin));
  return found.length === 1 ? (found[0]?.nodeId ?? null) : null;
}
