import type { Provider } from '#contract/providers';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { ModuleFiles } from '../../config/resources/module-files.ts';
import { backupPlace, masterPlace } from '../../security/security.testing.ts';
import { carry, link, SynchronisedNode } from './synchronisation.testing.ts';
import type { SynchronisationParts } from './synchronisation-parts.ts';

type Rows = readonly Provider[];

/** What a defect in the rows would be, by its name. Each has to be noticed by the one story that is told below. */
const mutants: Record<string, (rows: Rows) => Rows> = {
  '[S6] no restart required': (rows) => rows.map((row) => ({ ...row, restartRequired: false })),
  '[S6] restart always required': (rows) => rows.map((row) => ({ ...row, restartRequired: true })),
  '[S6] full sync of runtime state never needed': (rows) =>
    rows.map((row) => (row.kind === 'runtime' ? { ...row, fullSyncNeeded: false } : row)),
  '[S7] pending runtime state omitted': (rows) =>
    rows.map((row) => (row.kind === 'runtime' ? { ...row, pending: 0 } : row)),
};

describe('What the rows of the providers say', () => {
  const path = useTemporaryDirectory();
  let nodes: SynchronisedNode[];
  const open = (role: 'Master' | 'Backup', parts: Partial<SynchronisationParts> = {}) => {
    const place = role === 'Master' ? masterPlace : backupPlace;
    const node = new SynchronisedNode(role, (file) => path(`${role}-${file}`), place, parts);
    nodes.push(node);
    return node;
  };

  beforeEach(() => {
    jasmine.clock().install();
    nodes = [];
  });
  afterEach(() => {
    nodes.forEach((node) => node.stop());
    jasmine.clock().uninstall();
  });

  it('[S6] needs modules anew, and says why, for as long as neither node has a file, whatever else is confirmed', () => {
    const lacking = (role: string) => ({
      files: new ModuleFiles(path(`${role}-files`)),
      wanted: () => [{ id: 'waves', sha256: 'a'.repeat(64) }],
    });
    const master = open('Master', { modules: lacking('Master') });
    const backup = open('Backup', { modules: lacking('Backup') });
    link(master, backup);
    for (let seconds = 0; seconds < 60; seconds += 5) {
      for (const node of nodes) node.elapsedMs += 5000;
      jasmine.clock().tick(5000);
      carry(master, backup);
      for (const { synchronisation } of nodes) expect(synchronisation.facts.inSync).toBeFalse();
      const { fullSyncNeeded, lastError, lastPullAt } = backup.rowOf('modules');
      expect({ fullSyncNeeded, lastPullAt }).toEqual({ fullSyncNeeded: true, lastPullAt: null });
      expect(lastError).toContain('does not have its file either');
      expect(backup.rowOf('projects')).toEqual(jasmine.objectContaining({ fullSyncNeeded: false, lastError: null }));
    }
    expect(master.rowOf('modules').fullSyncNeeded).toBeTrue();
  });

  it('[S6] [S7] is what really is', async () => {
    expect(await faults((rows) => rows)).toEqual([]);
  });

  for (const [name, mutant] of Object.entries(mutants)) {
    it(`${name}: this mutant is noticed`, async () => {
      expect(await faults(mutant)).not.toEqual([]);
    });
  }

  /** Everything is taken while runtime state waits: says what is told wrongly of that. */
  async function faults(mutant: (rows: Rows) => Rows): Promise<string[]> {
    const runtime = { settled: true, pending: () => ({ 'tag-values': 7 }), fullSyncNeeded: isOfAlarms };
    let restarted: () => void = () => undefined;
    const softRestart = () => new Promise<void>((resolve) => (restarted = resolve));
    const master = open('Master', { runtime });
    const backup = open('Backup', { runtime: { ...runtime, pending: () => ({}) }, softRestart });
    const told = ({ synchronisation }: SynchronisedNode) => {
      const rows = mutant(synchronisation.providers());
      return {
        restart: rows.filter((row) => row.restartRequired).map(({ id }) => id),
        anew: rows.filter((row) => row.fullSyncNeeded && row.kind === 'runtime').map(({ id }) => id),
        pending: rows
          .filter((row) => row.pending > 0 && row.kind === 'runtime')
          .map(({ id, pending }) => `${pending} ${id}`),
      };
    };
    const found: string[] = [];
    const check = (node: SynchronisedNode, expected: ReturnType<typeof told>) => {
      const is = JSON.stringify(told(node));
      if (is !== JSON.stringify(expected)) found.push(is);
    };
    link(master, backup);
    const chain = ['projects', 'config-resource', 'tag-config-resource', 'modules'];
    check(backup, { restart: chain, anew: ['alarm-state'], pending: [] });
    restarted();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    check(backup, { restart: [], anew: ['alarm-state'], pending: [] });
    check(master, { restart: [], anew: ['alarm-state'], pending: ['7 tag-values'] });
    return found;
  }
});

function isOfAlarms(id: string): boolean {
  return id === 'alarm-state';
}
