import type { Position } from '#contract/replication-frames';
import type { Effect } from '../activity/activity-types.ts';
import { blockedNode, divergenceAtStart, divergenceIn, type Divergence } from '../synchronisation/divergence.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { World } from './world.ts';

/** Which changes led to the configuration of a node. Those of a Master alone are its own; the Backup copies them. */
export interface History {
  lineage: number;
  changes: readonly number[];
}

/** What both nodes are configured to be, and what a person was promised about two histories. */
export class Histories {
  private readonly world: World;
  /** Told that what they hold does not count, or that it is less than they held. */
  private readonly barred = new Set<SimulatedNode>();
  private last = 0;

  constructor(world: World) {
    this.world = world;
  }

  /** A node that starts: what it held at the last synchronisation is known to it. A Master begins a history. */
  atStart({ settings, disk }: SimulatedNode): Divergence {
    const lastSync = disk.syncedRevision === null ? null : { completedAt: 0, revision: disk.syncedRevision };
    const divergence = divergenceAtStart(settings.role, positionOf(disk.history), lastSync);
    if (settings.role === 'Master') disk.history ??= { lineage: ++this.last, changes: [] };
    return divergence;
  }

  /** By what the other one said in hello, before anything else counts. */
  atHello({ settings, disk }: SimulatedNode, peer: Position | null): Divergence {
    return divergenceIn(settings.role, positionOf(disk.history), peer);
  }

  told(node: SimulatedNode, divergence: Divergence): void {
    if (divergence === 'self') this.barred.add(node);
    else this.barred.delete(node);
  }

  /** An administrator edits the Master, whoever is active. */
  save(): void {
    const { master, link } = this.world;
    const { history } = master.disk;
    if (!master.alive || master.paused || history === null) return;
    this.world.tell(master, 'is edited');
    const changes = Array.from({ length: this.world.random.between(1, 5) }, () => ++this.last);
    master.disk.history = { ...history, changes: [...history.changes, ...changes] };
    if (link.connection === null) return;
    master.learn({ inSync: false });
    this.world.onLinked(link.connection.open);
  }

  /** The disk of a node is replaced by an empty one, or by an older copy. What decides who is active is kept. */
  lose(node: SimulatedNode): void {
    const { random } = this.world;
    const { history } = node.disk;
    if (node.alive) this.world.crash(node);
    if (history === null) return;
    const kept = random.chance(0.3) ? null : history.changes.slice(0, random.between(0, history.changes.length + 1));
    node.disk.history = kept === null ? null : { ...history, changes: kept };
    this.world.tell(node, `holds ${kept === null ? 'nothing' : `${kept.length} changes`} from now on`);
  }

  /** The log of the Master was compared: the Backup takes what follows, or one is barred until a person chose. */
  compare(node: SimulatedNode): void {
    const { master, backup } = this.world;
    if (!this.fit) {
      return node.learn({
        divergence: blockedNode(node.settings.role, positionOf(master.disk.history)),
        inSync: false,
      });
    }
    backup.disk.history = master.disk.history;
    node.disk.syncedRevision = master.disk.history?.changes.length ?? 0;
    node.learn({ divergence: 'no', syncedOnce: true, inSync: true });
  }

  /** A person says which history stays, while both nodes are there. */
  choose(): void {
    const { master, backup, link, random, queue } = this.world;
    const open = link.connection?.open;
    const areLinked = () => open?.size === 2 && master.state.link.up && backup.state.link.up;
    if (open === undefined || !areLinked() || this.fit) return;
    const [from, to] = random.chance(0.5) ? [master, backup] : [backup, master];
    this.world.tell(to, 'is to be replaced, as a person chose');
    queue.after(random.between(10, 2000), () => {
      if (!areLinked() || from.disk.history === null) return;
      to.disk.history = from.disk.history;
      this.world.onLinked(open);
    });
  }

  /** What was broken, in words; `null`: nothing. */
  observe(node: SimulatedNode, effect: Effect): string | null {
    const isByItself = effect.type === 'activated' && effect.cause !== 'forced';
    return isByItself && this.barred.has(node) ? 'a node whose history does not count became active by itself' : null;
  }

  /** After a person chose, for as long as it took. */
  checkRecovery(): string | null {
    const { master, backup } = this.world;
    const { length } = master.disk.history?.changes ?? [];
    if (!this.fit || backup.disk.history?.changes.length !== length) return 'the two hold different things in the end';
    const isBarred = [master, backup].some(({ state }) => state.facts.divergence !== 'no');
    return isBarred ? 'a node is still barred in the end' : null;
  }

  /** Nothing that the Backup holds is lost by what the Master holds. */
  private get fit(): boolean {
    const { master, backup } = this.world;
    const [mine, copied] = [master.disk.history, backup.disk.history];
    if (copied === null) return true;
    return mine?.lineage === copied.lineage && copied.changes.every((change, at) => mine.changes[at] === change);
  }
}

export function positionOf(history: History | null): Position | null {
  if (history === null) return null;
  const { lineage, changes } = history;
  return { lineage: `${lineage}`, revision: changes.length, hash: `${changes.at(-1) ?? lineage}` };
}
