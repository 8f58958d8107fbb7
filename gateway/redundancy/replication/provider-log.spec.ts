import { tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { exchange, link, ReplicatingNode } from './replication.testing.ts';

const tags = 'redundancy.provider.tag-config-resource';

describe('What replication logs of its providers', () => {
  const path = useTemporaryDirectory();
  let master: ReplicatingNode;
  let backup: ReplicatingNode;

  beforeEach(() => {
    master = new ReplicatingNode('Master', path);
    backup = new ReplicatingNode('Backup', path);
    link(master, backup);
    for (const { said } of [master, backup]) said.splice(0);
  });
  afterEach(() => [master, backup].forEach((node) => node.stop()));

  it('[S9] says on both nodes how many changes of which provider moved, to which revision, and how long it took', async () => {
    const { revision } = await master.store.write([tagChange('Level', '1'), tagChange('Flow', '2')], 'anna');
    exchange(master, backup);
    const took = `2 updates up to revision ${revision} applied in 0.0 ms; pulled in 0.0 ms`;
    expect(master.said).toEqual([
      `DEBUG ${tags} 2 updates queued for the other node, up to revision ${revision}`,
      `DEBUG ${tags} 2 updates acknowledged by the other node`,
      `DEBUG ${tags} ${took}`,
    ]);
    expect(backup.said).toEqual([`DEBUG ${tags} ${took}`]);
  });

  it('[S9] says of every provider of the chain at TRACE that there was nothing to pull', () => {
    backup.replication.take(confirmation());
    const equal = backup.said.filter((line) => line.startsWith(`TRACE ${tags}`));
    expect(equal).toEqual([`TRACE ${tags} Nothing to pull: both nodes hold the same`]);
    expect(new Set(backup.said).size).toBe(backup.said.length);
  });

  it('[S9] says of a failure which provider it stopped', () => {
    master.statistics.failed(['tag-config-resource'], 'disk is full');
    expect(master.said).toEqual([`DEBUG ${tags} Not applied: disk is full`]);
  });

  function confirmation() {
    const head = backup.store.position!;
    return { type: 'rows' as const, rows: [], head, sentAt: 0 };
  }
});
