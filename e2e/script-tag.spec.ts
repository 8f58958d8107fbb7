import { freePorts } from './support/free-ports.ts';
import type { Gateway } from './support/gateway.ts';
import { scriptTag, WebServer } from './support/foreign-page.ts';
import { expect, test } from './support/test.ts';

test('[P5] a tag that lacks something says in the console that the page does not follow', async ({ pair, page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await withPage('<script src="SOURCE/failover.js" data-pair="pair"></script>', pair.master.address, async (url) => {
    await page.goto(url);
    await expect.poll(() => said.join()).toContain('this page does not follow');
  });
});

test('[P5] a page follows whose path begins with two slashes', async ({ pair, page }) => {
  const tag = await scriptTag(pair, () => null);
  await withPage(tag, pair.master.address, async (url) => {
    const beat = page.waitForRequest((request) => request.url().includes('/system/heartbeat'));
    await page.goto(`${url}//wall?size=2#tank~understudy~`);
    await beat;
    expect(page.url()).toBe(`${url}//wall?size=2#tank`);
  });
});

test('[P5] a page that has the tag twice, and lets nothing else load, asks each node once a second', async ({
  pair,
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const tag = await scriptTag(pair, () => null);
  await withPage(tag + tag, pair.master.address, async (url) => {
    await page.goto(url);
    const pages = () => asked.flatMap((one) => new URL(one).searchParams.get('page') ?? []);
    await expect.poll(() => pages().length).toBeGreaterThanOrEqual(6);
    expect(new Set(pages()).size).toBe(1);
  });
});

test('[P5] a page under the policy of the recipe moves at its first look, to where a plain web server serves it', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const [portA = 0, portB = 0] = await freePorts(2);
  const pageOf = (gateway: Gateway) => `http://localhost:${gateway === pair.master ? portA : portB}`;
  const tag = (await scriptTag(pair, pageOf)).replace('SOURCE', '');
  const copy = await (await fetch(`${pair.master.address}/failover.js`)).text();
  const connect = pair.gateways.flatMap((gateway) => [gateway.address, pageOf(gateway)]).join(' ');
  const policy = `default-src 'none'; img-src data:; script-src 'self'; connect-src ${connect}`;
  const looks: string[] = [];
  const [serverA, serverB] = [portA, portB].map(
    (port) =>
      new WebServer(port, ({ method, url }, response) => {
        if (method === 'HEAD') looks.push(`${port}${url ?? ''}`);
        const type = { 'Content-Type': url === '/failover.js' ? 'text/javascript' : 'text/html' };
        if (url === '/failover.js') response.writeHead(200, { ...type, 'Access-Control-Allow-Origin': '*' }).end(copy);
        else response.writeHead(200, { ...type, 'Content-Security-Policy': policy }).end(pageAt(port, tag));
      }),
  );
  await serverA?.start();
  await serverB?.start();
  try {
    await page.goto(`${pageOf(pair.master)}/wall?size=2`);
    for (const down of [pair.master.address, pageOf(pair.master)]) consoleWatch.expectDown(down);
    await serverA?.stop();
    await pair.master.kill();
    await expect(page.getByRole('heading', { name: `Port ${portB}` })).toBeVisible();
    expect(page.url()).toBe(`${pageOf(pair.backup)}/wall?size=2`);
    expect(looks).toEqual([`${portB}/failover.js`]);
  } finally {
    await serverB?.stop();
  }
});

function pageAt(port: number, tag: string): string {
  return `<!doctype html><html lang="en"><head><title>Plant</title><link rel="icon" href="data:,">${tag}</head>
    <body><h1>Port ${port}</h1></body></html>`;
}

async function withPage(tags: string, source: string, look: (url: string) => Promise<void>): Promise<void> {
  const [port = 0] = await freePorts(1);
  const html = `<!doctype html><html lang="en"><head><title>Plant</title><link rel="icon" href="data:,">
    ${tags.replaceAll('SOURCE', source)}</head><body><h1>Plant</h1></body></html>`;
  const policy = `default-src 'none'; img-src data:; script-src ${source}; connect-src http://localhost:*`;
  const server = new WebServer(port, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy }).end(html);
  });
  await server.start();
  try {
    await look(server.address);
  } finally {
    await server.stop();
  }
}
