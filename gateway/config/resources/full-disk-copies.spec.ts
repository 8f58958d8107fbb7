import { runOnSmallDisk } from '../disk/full-disk.testing.ts';

const store = JSON.stringify(new URL('./config-store.testing.ts', import.meta.url).href);
const writer = JSON.stringify(new URL('./snapshot-writer.ts', import.meta.url).href);

describe('A node that was started on a full disk', () => {
  for (const told of [true, false]) {
    it(`[G3] gives copies of it as soon as there is room${told ? '' : ' for something else that is saved'}`, () => {
      const printed = runOnSmallDisk(`
      const { openStore, tagChange } = await import(${store});
      const { writeSnapshot } = await import(${writer});
      const path = directory + '/config.db';
      const first = openStore(path);
      await first.write([tagChange('Level', '1')], 'anna');
      first.close();
      fill();
      const second = openStore(path);
      const save = (name) =>
        second.write([tagChange(name, '1')], 'anna').then(({ revision }) => revision, ({ code }) => code);
      const copy = () => attempt(() => writeSnapshot(path, directory + '/parts').manifest.rows);
      print(await save('Flow'));
      free();
      if (${told}) second.roomAgain();
      else print(await save('Flow'));
      print(copy());
      print(await save('Later'));
      second.close();`);
      expect(printed).toEqual(told ? ['storageFailed', 1, 2] : ['storageFailed', 2, 2, 3]);
    });
  }
});
