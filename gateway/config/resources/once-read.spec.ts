import { Database } from '../disk/database.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import { GatewayError } from '../../errors.ts';
import type { ConfigStore } from './config-store.ts';
import { openStore, tagChange } from './config-store.testing.ts';

describe('The configuration, where the disk cannot be read right after an import', () => {
  const path = useTemporaryDirectory();
  let store: ConfigStore;
  const write = (name: string) => store.write([tagChange(name, '1')], 'anna');

  beforeEach(() => {
    jasmine.clock().install();
    store = openStore(path('a.db'));
  });
  afterEach(() => {
    store.close();
    jasmine.clock().uninstall();
  });

  it('[G3] says so, and goes on with all that was written as soon as it can be read', async () => {
    const told = new Set<string>();
    store.onChange((_before, rows) => rows?.forEach(({ name }) => told.add(name)));
    await write('Level');
    const disk = await importOntoBadDisk();
    const waiting = write('Flow');
    jasmine.clock().tick(5000);
    expect(store.isWrittenBeside).toBeTrue();
    disk.and.callThrough();
    jasmine.clock().tick(1000);
    expect((await waiting).revision).toBe(3);
    expect([...told]).toEqual(['Level', 'Flow', 'Imported']);
    expect(store.all().map(({ name }) => name)).toEqual(['Flow', 'Imported', 'Level']);
  });

  it('[G3] asks no disk any more once it was closed', async () => {
    await write('Level');
    const disk = await importOntoBadDisk();
    store.close();
    disk.calls.reset();
    jasmine.clock().tick(5000);
    expect(disk).not.toHaveBeenCalled();
  });

  async function importOntoBadDisk() {
    const beside = openStore(store.path);
    let disk: jasmine.Spy | null = null;
    const importing = store.writeBeside(async () => {
      await beside.write([tagChange('Imported', '1')], 'ben');
      beside.close();
      disk = spyOn(Database.prototype, 'get').and.throwError(new GatewayError('storageFailed'));
    });
    await expectAsync(importing).toBeRejectedWith(jasmine.objectContaining({ code: 'storageFailed' }));
    return disk as unknown as jasmine.Spy;
  }
});
