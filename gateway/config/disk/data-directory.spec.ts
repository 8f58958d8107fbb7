import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { DataDirectory } from './data-directory.ts';
import { runOnSmallDisk } from './full-disk.testing.ts';
import { useTemporaryDirectory } from './temporary-directory.testing.ts';

const load = `const { DataDirectory } = await import(${JSON.stringify(new URL('./data-directory.ts', import.meta.url).href)});`;

describe('DataDirectory', () => {
  const path = useTemporaryDirectory();
  let holder: ChildProcess | null = null;

  afterEach(() => {
    holder?.kill('SIGKILL');
    holder = null;
  });

  it('makes the directory, for its owner only', () => {
    const directory = new DataDirectory(path('new', 'data'));
    directory.open();

    expect(statSync(path('new', 'data')).mode & 0o777).toBe(0o700);
    expect(directory.file('node.json')).toBe(path('new', 'data', 'node.json'));
    directory.close();
  });

  it('refuses a second gateway and names the process of the first', async () => {
    const running = await runningGateway();

    expect(open).toThrowMatching(
      startError(
        exitCodes.directoryInUse,
        `${path('data')} is in use by another gateway (process ${String(running.pid)})`,
      ),
    );
  });

  it('still refuses when the note about the first process is missing', () => {
    const first = open();
    writeFileSync(path('data', 'gateway.pid'), '');

    expect(open).toThrowMatching(startError(exitCodes.directoryInUse, 'is in use by another gateway'));
    first.close();
  });

  it('is free again as soon as its gateway was killed, and not before', async () => {
    const running = await runningGateway();
    running.kill('SIGKILL');
    await once(running, 'exit');

    const directory = open();

    expect(readFileSync(path('data', 'gateway.pid'), 'utf8').trim()).toBe(String(process.pid));
    directory.close();
  });

  it('is free again after a gateway stopped', () => {
    open().close();

    expect(() => {
      open().close();
    }).not.toThrow();
  });

  it('says in one line that it is no directory', () => {
    writeFileSync(path('data'), 'a file');

    expect(open).toThrowMatching(startError(exitCodes.directoryUnusable, `${path('data')} is not a directory`));
  });

  it('says in one line that the user may not write', () => {
    chmodSync(path(), 0o755);
    mkdirSync(path('data'), { mode: 0o555 });

    asOrdinaryUser(() => {
      expect(open).toThrowMatching(startError(exitCodes.directoryUnusable, 'is not writable for this user'));
    });
  });

  it('starts on a full disk where it was before, and says that the disk is full where it was not', () => {
    const printed = runOnSmallDisk(`${load}
      const openAndClose = (made) => { made.open(); made.close(); };
      const open = (name) => attempt(() => openAndClose(new DataDirectory(directory + name)));
      open('/known');
      fill();
      print([open('/known'), open('/new')]);`);

    expect(printed).toEqual([[null, jasmine.stringMatching(/\/new is on a full disk$/)]]);
  });

  function open(): DataDirectory {
    const directory = new DataDirectory(path('data'));
    directory.open();
    return directory;
  }

  /** A process that holds the directory until it is killed. */
  async function runningGateway(): Promise<ChildProcess> {
    const script = `${load}
      new DataDirectory(${JSON.stringify(path('data'))}).open();
      console.log('open');
      setInterval(() => undefined, 1000);`;
    const started = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    holder = started;
    await once(started.stdout, 'data');
    return started;
  }
});

function startError(exitCode: number, words: string): (error: unknown) => boolean {
  return (error) => error instanceof StartError && error.exitCode === exitCode && error.message.includes(words);
}

/** Root may write everywhere: the spec steps down for a moment. */
function asOrdinaryUser(work: () => void): void {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    work();
  } finally {
    process.seteuid?.(0);
  }
}
