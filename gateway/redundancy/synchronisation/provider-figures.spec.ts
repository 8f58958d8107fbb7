import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { ModuleFiles } from '../../config/resources/module-files.ts';
import { backupPlace, masterPlace } from '../../security/security.testing.ts';
import { carry, link, SynchronisedNode } from './synchronisation.testing.ts';
import type { SynchronisationParts } from './synchronisation-parts.ts';

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
      const { fullSyncNeeded, lastError, lastPullAt } = backup.rowOf('modules');
      expect({ fullSyncNeeded, lastPullAt }).toEqual({ fullSyncNeeded: true, lastPullAt: null });
      expect(lastError).toContain('does not have its file either');
      expect(backup.rowOf('projects')).toEqual(jasmine.objectContaining({ fullSyncNeeded: false, lastError: null }));
    }
    expect(master.rowOf('modules').fullSyncNeeded).toBeTrue();
  });
});
