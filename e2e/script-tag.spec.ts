import { freePorts } from './support/free-ports.ts';
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
