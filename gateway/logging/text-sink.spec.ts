import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const url = JSON.stringify(new URL('./text-sink.ts', import.meta.url).href);
const stdio: StdioOptions = ['ignore', 'pipe', 'inherit', 'ipc'];

describe('The standard output of a gateway', () => {
  let writer: ChildProcess | null = null;

  afterEach(() => {
    writer?.kill('SIGKILL');
    writer = null;
  });

  it('never stops the gateway when the reader of a pipe stops reading', async () => {
    const child = start(`${tenMegabytes} later(() => process.send('still running'));`);

    // Nobody reads: the spec takes what is printed only when it asks for it.
    expect(await once(child, 'message')).toContain('still running');
  });

  it('never stops the gateway, nor its end, when somebody holds the terminal', async () => {
    if (spawnSync('script', ['--version']).status !== 0) pending('this system has no "script" to make a terminal with');
    const child = startInTerminal(`
      process.send(String(process.stdout.isTTY));
      ${tenMegabytes}
      await sink.drain();
      process.send('still running', () => process.exit());
      process.on('exit', () => process.send('at its end'));`);
    const messages: unknown[] = [];
    child.on('message', (message) => messages.push(message));

    while (messages.length < 3) await once(child, 'message');

    expect(messages).toEqual(['true', 'still running', 'at its end']);
  });

  it('writes everything, in order, before the process ends', async () => {
    const child = start(`
      for (let count = 0; count < 2000; count++) sink.write(count + ' '.repeat(200) + '\\n');
      await sink.drain();
      process.exit();`);

    const written = await text(child.stdout!);

    expect(written.trim().split('\n').map(Number)).toEqual([...Array(2000).keys()]);
  });

  it('writes everything, in order, to a terminal', async () => {
    if (spawnSync('script', ['--version']).status !== 0) pending('this system has no "script" to make a terminal with');
    const child = startInTerminal(`
      for (let count = 0; count < 2000; count++) sink.write(count + ' '.repeat(60) + '\\n');
      await sink.drain();
      process.exit();`);

    const written = await text(child.stdout!);

    expect(written.trim().split(/\r?\n/).map(Number)).toEqual([...Array(2000).keys()]);
  });

  it('lets the gateway go on when its reader is gone', async () => {
    const child = start(`
      process.on('message', () => {
        sink.write('nobody\\n');
        later(() => { sink.write('nobody\\n'); void sink.drain().then(() => process.send('still running')); });
      });
      process.send('ready');`);
    await once(child, 'message');
    child.stdout!.destroy();
    child.send('go');

    expect(await once(child, 'message')).toContain('still running');
  });

  function start(script: string): ChildProcess {
    return (writer = spawn(process.execPath, ['--input-type=module', '--eval', withSink(script)], { stdio }));
  }

  /** The terminal is read by `script`, which stops as soon as nobody reads what it prints. */
  function startInTerminal(script: string): ChildProcess {
    const command = 'exec "$NODE" --input-type=module --eval "$SCRIPT"';
    const env = { ...process.env, NODE: process.execPath, SCRIPT: withSink(script) };
    return (writer = spawn('script', ['-qec', command, '/dev/null'], { stdio, env }));
  }
});

const tenMegabytes = `for (let count = 0; count < 10_000; count++) sink.write('x'.repeat(1000) + '\\n');`;

const withSink = (script: string): string => `
  const { standardOutput } = await import(${url});
  const sink = standardOutput();
  const later = (work) => setTimeout(work, 50);
  ${script}`;
