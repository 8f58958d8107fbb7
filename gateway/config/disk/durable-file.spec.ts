import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { GatewayError } from '../../errors.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
import { runOnSmallDisk } from './full-disk.testing.ts';
import { useTemporaryDirectory } from './temporary-directory.testing.ts';

describe('writeDurably', () => {
  const path = useTemporaryDirectory();

  it('replaces the content and leaves nothing else behind', () => {
    writeDurably(path('node.json'), 'old');
    writeDurably(path('node.json'), 'new');

    expect(readFileSync(path('node.json'), 'utf8')).toBe('new');
    expect(readdirSync(path())).toEqual(['node.json']);
  });

  it('keeps a secret readable for its owner only, even over a left-over of a crash', () => {
    writeFileSync(path('secret.new'), 'left over', { mode: 0o666 });

    writeDurably(path('secret'), 'secret', { mode: 0o600 });

    expect(statSync(path('secret')).mode & 0o777).toBe(0o600);
  });

  it('keeps the old content when what must happen together with it fails', () => {
    writeDurably(path('node.json'), 'old');

    expect(() => {
      writeDurably(path('node.json'), 'new', {
        beforeReplace: () => {
          expect(readFileSync(path('node.json'), 'utf8')).toBe('old');
          throw new Error('no room elsewhere');
        },
      });
    }).toThrowError('no room elsewhere');

    expect(readFileSync(path('node.json'), 'utf8')).toBe('old');
    expect(readdirSync(path())).toEqual(['node.json']);
  });

  it('says storageFailed, with the name of the file, where it cannot write', () => {
    mkdirSync(path('node.json'));

    expect(() => {
      writeDurably(path('node.json'), 'new');
    }).toThrowMatching(
      (error) => error instanceof GatewayError && error.code === 'storageFailed' && /node\.json/.test(error.message),
    );
    expect(existsSync(path('node.json.new'))).toBeFalse();
  });

  it('keeps the old content on a full disk', () => {
    const url = JSON.stringify(new URL('./durable-file.ts', import.meta.url).href);
    const printed = runOnSmallDisk(`
      const { readIfThere, writeDurably } = await import(${url});
      writeDurably(directory + '/a', 'old');
      fill();
      print(attempt(() => writeDurably(directory + '/a', 'n'.repeat(10_000))));
      print(readIfThere(directory + '/a'));`);

    expect(printed).toEqual(['storageFailed', 'old']);
  });
});

describe('readIfThere', () => {
  const path = useTemporaryDirectory();

  it('answers null for a file that is not there, and fails for what is no file', () => {
    expect(readIfThere(path('nothing'))).toBeNull();
    expect(() => readIfThere(path())).toThrowError(/EISDIR/);
  });
});
