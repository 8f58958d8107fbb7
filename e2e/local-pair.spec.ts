import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePorts } from './support/free-ports.ts';
import { LocalPair } from './support/local-pair.ts';
import { until } from './support/until.ts';

const readyMs = 3000;
const started: LocalPair[] = [];
let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-start-'));
});

test.afterEach(async () => {
  for (const pair of started.splice(0)) await pair.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

test('npm start runs a pair within 3 s, says who is active and how to sign in, and stops it in order', async () => {
  const ports = await freePorts(4);
  const startedAt = performance.now();
  const pair = npmStart(folder, ports);
  await pair.says(/^Backup B: http/);
  const answeredMs = Math.round(performance.now() - startedAt);
  console.log(`      both answer after ${answeredMs} ms`);
  expect(answeredMs).toBeLessThan(readyMs);
  expect(pair.output).toContain(`Master A: http://localhost:${ports[0]}`);
  await pair.says(/^Active: Master A$/);

  const link = (await pair.says(/^Sign in, once: /)).replace('Sign in, once: ', '');
  const session = await fetch(new URL('/data/api/v1/session', link), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URL(link).hash.replace('#sign-in=', '') }),
  });
  expect(session.status).toBe(200);
  const headers = { cookie: session.headers.get('set-cookie')?.split(';')[0] ?? '' };
  const level = new URL('/data/api/v1/runtime/tags?project=water-works&search=level', link);
  await until('the tank of the sample project runs', async () =>
    (await (await fetch(level, { headers })).text()).includes('"quality":"Good"'),
  );

  expect(await pair.interrupt()).toBe(0);
  expect(pair.errors).toEqual([]);
});

test('npm start goes on with one node when the other dies, and says how to start it again', async () => {
  const ports = await freePorts(4);
  const pair = npmStart(folder, ports);
  await pair.says(/^Ctrl-C/);
  await until('the Backup has the sample project', async () => (await stateAt(ports[1] ?? 0)) === 'Good');
  process.kill(Number(readFileSync(join(folder, 'master/gateway.pid'), 'utf8')), 'SIGKILL');
  expect(await pair.says(/^The Master was ended/)).toContain(
    `SIGKILL; the Backup goes on. To start it again: npm run gateway -- --data ${folder}/master`,
  );
  await pair.says(/^Backup .*Active since now/);
  expect(await pair.interrupt()).toBe(0);
});

test('npm start stops both when nobody reads any more what it prints', async () => {
  const pair = npmStart(folder, await freePorts(4));
  await pair.says(/^Ctrl-C/);
  pair.stopReading();
  process.kill(Number(readFileSync(join(folder, 'backup/gateway.pid'), 'utf8')), 'SIGKILL');
  await pair.ended;
  expect(existsSync(join(folder, 'master/gateway.pid'))).toBe(false);
});

test('npm start names a port that is in use, and starts nothing', async () => {
  const [taken = 0, ...ports] = await freePorts(4);
  const other = createServer().listen(taken);
  await once(other, 'listening');
  const pair = npmStart(folder, [taken, ...ports]);
  expect(await pair.ended).toBe(5);
  expect(pair.errors).toEqual([`Port ${taken} is in use by another program.`]);
  other.close();
});

test('npm start names a data directory in use, and leaves the pair that uses it alone', async () => {
  const running = npmStart(folder, await freePorts(4));
  await running.says(/^Ctrl-C/);
  const second = npmStart(folder, await freePorts(4));
  expect(await second.ended).toBe(3);
  expect(second.errors.join('\n')).toMatch(/The data directory \S+ is in use by another gateway \(process \d+\)/);
  expect(await running.interrupt()).toBe(0);
  expect(running.output.join('\n')).not.toContain('goes on');
});

test('npm start names a data directory that it cannot write', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const pair = npmStart(file, await freePorts(4));
  expect(await pair.ended).toBe(4);
  expect(pair.errors.map((line) => line.split(': ')[0])).toEqual([`${file} cannot be written`]);
});

async function stateAt(port: number): Promise<string | undefined> {
  const text = await (await fetch(`http://localhost:${port}/system/gwinfo`)).text();
  return /RedundantState=([^;]*)/.exec(text)?.[1];
}

function npmStart(data: string, ports: number[]): LocalPair {
  const pair = new LocalPair(data, ports);
  started.push(pair);
  return pair;
}
