import { freePorts } from './support/free-ports.ts';
import { expect, test } from './support/npm-start.ts';
import { until } from './support/until.ts';

const readyMs = 3000;

test('npm start runs a pair within 3 s, says who is active and how to sign in, and stops it in order', async ({
  npmStart,
}) => {
  const ports = await freePorts(4);
  const startedAt = performance.now();
  const pair = npmStart(ports);
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
