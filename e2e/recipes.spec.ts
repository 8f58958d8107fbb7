import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plantPage, WebServer } from './support/foreign-page.ts';
import { freePorts } from './support/free-ports.ts';
import type { Pair } from './support/pair.ts';
import { expect, test } from './support/test.ts';

// What docs/script-tag.md tells to write, as it stands there: only names, ids and ports are replaced.
// The recipes for load balancers need programs that are not everywhere: `npm run bench -- recipes` runs those.

const text = readFileSync(new URL('../docs/script-tag.md', import.meta.url), 'utf8');

test('[P5] the tag of the recipe has a page that knows nothing of us follow the active node', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const ports = await freePorts(2);
  const pages = ports.map((port) => `http://localhost:${port}`);
  // "page=… says where this page is served for that node"
  const tag = ['A', 'B'].reduce(
    (before, name, at) => before.replace(`name=${name}`, `name=${name} page=${pages[at]}`),
    await filled(pair, blockOf('html')),
  );
  const copy = await (await fetch(`${pair.master.address}/failover.js`)).text();
  const servers = pair.gateways.map((gateway, at) => {
    const html = plantPage(tag, gateway);
    return new WebServer(ports[at] ?? 0, (request, response) => {
      if (request.url !== '/failover.js') return html(request, response);
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(copy);
    });
  });
  for (const address of [...pages, pair.master.address]) consoleWatch.expectDown(address);
  try {
    for (const server of servers) await server.start();
    await page.goto(`${pages[0]}/pumps?zoom=2#tank`);
    await expect(page.getByRole('heading', { name: 'Beside A' })).toBeVisible();
    await Promise.all([pair.master.kill(), servers[0]?.stop()]);
    await expect(page).toHaveURL(`${pages[1]}/pumps?zoom=2#tank`);
    await expect(page.getByRole('status')).toContainText(/Moved from A to B at \d\d:\d\d:\d\d: A does not answer\./);
    await Promise.all([pair.master.start(), servers[0]?.start()]);
    await expect(page).toHaveURL(`${pages[0]}/pumps?zoom=2#tank`, { timeout: 30_000 });
  } finally {
    consoleWatch.stop();
    for (const server of servers) await server.stop();
  }
});

test('[P5] the program of the recipe is told where to connect to', async ({ pair }) => {
  const library = await (await fetch(`${pair.master.address}/failover.mjs`)).text();
  writeFileSync(join(pair.directory, 'failover.mjs'), library);
  const types = await (await fetch(`${pair.master.address}/failover.d.mts`)).text();
  expect(types).toBe(readFileSync(new URL('../failover/failover.d.mts', import.meta.url), 'utf8'));
  const given = 'const [pairId, idOfA, idOfB] = process.argv.slice(2); const connectTo = console.log;';
  const file = join(pair.directory, 'example.mjs');
  writeFileSync(
    file,
    `${given}
${await filled(pair, blockOf('js'))}
`,
  );
  const child = spawn(process.execPath, [file, ...(await idsOf(pair))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: string[] = [];
  child.stdout.on('data', (data: Buffer) => told.push(data.toString().trim()));
  try {
    await pair.master.kill();
    await expect.poll(() => told).toEqual([pair.backup.address]);
  } finally {
    child.kill();
  }
});

function blockOf(language: string): string {
  const block = new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/script-tag.md has no example in ${language}`);
  return block;
}

async function filled(pair: Pair, block: string): Promise<string> {
  const [pairId = '', idOfA = '', idOfB = ''] = await idsOf(pair);
  const real = {
    'http://a.plant:8088': pair.master.address,
    'http://b.plant:8088': pair.backup.address,
    'PAIR-ID': pairId,
    'ID-OF-A': idOfA,
    'ID-OF-B': idOfB,
  };
  return Object.entries(real).reduce((before, [written, value]) => before.replaceAll(written, value), block);
}

/** Where the recipe says that they stand. */
async function idsOf(pair: Pair): Promise<string[]> {
  const [a, b] = await Promise.all(pair.gateways.map((gateway) => gateway.status()));
  return [a?.understudy?.pairId ?? '', a?.understudy?.nodeId ?? '', b?.understudy?.nodeId ?? ''];
}
