import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePorts } from './support/free-ports.ts';
import { expect, test } from './support/npm-start.ts';
import { until } from './support/until.ts';

test('npm start goes on with one node when the other dies, and says how to start it again', async ({
  folder,
  npmStart,
}) => {
  const ports = await freePorts(4);
  const pair = npmStart(ports);
  await pair.says(/^Ctrl-C/);
  await until('the Backup has the sample project', async () => (await stateAt(ports[1] ?? 0)) === 'Good');
  process.kill(Number(readFileSync(join(folder, 'master/gateway.pid'), 'utf8')), 'SIGKILL');
  const said = await pair.says(/^The Master was ended/);
  expect(said).toContain(`SIGKILL; the Backup goes on. To start it again: npm run gateway -- --data ${folder}/master`);
  expect(said).not.toContain('--sample-project');
  await pair.says(/^Backup .*Active since now/);
  expect(await pair.interrupt()).toBe(0);
});

test('npm start stops both when nobody reads any more what it prints', async ({ folder, npmStart }) => {
  const pair = npmStart(await freePorts(4));
  await pair.says(/^Ctrl-C/);
  pair.stopReading();
  process.kill(Number(readFileSync(join(folder, 'backup/gateway.pid'), 'utf8')), 'SIGKILL');
  await pair.ended;
  expect(existsSync(join(folder, 'master/gateway.pid'))).toBe(false);
});

test('npm start names a port that is in use, and starts nothing', async ({ npmStart }) => {
  const [taken = 0, ...ports] = await freePorts(4);
  const other = createServer().listen(taken);
  await once(other, 'listening');
  const pair = npmStart([taken, ...ports]);
  expect(await pair.ended).toBe(5);
  expect(pair.errors).toEqual([`Port ${taken} is in use by another program.`]);
  other.close();
});

test('npm start names a data directory in use, and leaves the pair that uses it alone', async ({ npmStart }) => {
  const running = npmStart(await freePorts(4));
  await running.says(/^Ctrl-C/);
  const second = npmStart(await freePorts(4));
  expect(await second.ended).toBe(3);
  expect(second.errors.join('\n')).toMatch(/The data directory \S+ is in use by another gateway \(process \d+\)/);
  expect(await running.interrupt()).toBe(0);
  expect(running.output.join('\n')).not.toContain('goes on');
});

test('npm start names a data directory that it cannot write', async ({ folder, npmStart }) => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const pair = npmStart(await freePorts(4), file);
  expect(await pair.ended).toBe(4);
  expect(pair.errors.map((line) => line.split(': ')[0])).toEqual([`${file} cannot be written`]);
});

async function stateAt(port: number): Promise<string | undefined> {
  const text = await (await fetch(`http://localhost:${port}/system/gwinfo`)).text();
  return /RedundantState=([^;]*)/.exec(text)?.[1];
}
