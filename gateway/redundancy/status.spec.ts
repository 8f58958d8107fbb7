import { defaultRedundancyConfig } from '#contract/redundancy-config';
import { tagChange } from '../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { backupPlace, masterPlace } from '../security/security.testing.ts';
import { StoryNode } from './activity/activity.testing.ts';
import { statusOf } from './status.ts';
import { carry, link, SynchronisedNode } from './synchronisation/synchronisation.testing.ts';

describe('The status of a Master', () => {
  const path = useTemporaryDirectory();
  let master: SynchronisedNode;
  let backup: SynchronisedNode;

  beforeEach(() => {
    jasmine.clock().install();
    master = new SynchronisedNode('Master', (file) => path(`a-${file}`), masterPlace);
    backup = new SynchronisedNode('Backup', (file) => path(`b-${file}`), backupPlace);
    link(master, backup);
  });
  afterEach(() => {
    for (const node of [master, backup]) node.stop();
    jasmine.clock().uninstall();
  });

  it('[S1] tells changes that are on one node only from a full sync that is running', async () => {
    expect(said()).toEqual({ projectState: 'Good', syncPending: false, state: 'done' });
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    expect(said()).toEqual({ projectState: 'Out of Date', syncPending: false, state: 'running' });
    carry(master, backup);
    expect(said()).toEqual({ projectState: 'Good', syncPending: false, state: 'done' });
    const resync = master.synchronisation.resync(60_000);
    expect(said()).toEqual({ projectState: 'Out of Date', syncPending: true, state: 'running' });
    carry(master, backup);
    expect(await resync).toBeTrue();
    expect(said()).toEqual({ projectState: 'Good', syncPending: false, state: 'done' });
  });

  function said() {
    const { synchronisation } = master;
    const { state, settings, now } = new StoryNode().link();
    const { projectState, syncPending, understudy } = statusOf({
      ...{ state, settings, now, config: { ...defaultRedundancyConfig, role: 'Master' }, localId: 'a', pairId: null },
      ...{ name: 'A', systemName: 'plant', version: '0', uptimeMs: 1, peer: null },
      sync: { ...synchronisation.facts, full: synchronisation.fullSync() },
    });
    return { projectState, syncPending, state: understudy?.sync.state };
  }
});
