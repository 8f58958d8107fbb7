import { chromium, type Page } from '@playwright/test';
import type { Gateway } from '../e2e/support/gateway.ts';
import { plantPage, scriptTag, WebServer } from '../e2e/support/foreign-page.ts';
import { freePorts } from '../e2e/support/free-ports.ts';
import { OperatorPage } from '../e2e/support/operator-page.ts';
import { Pair } from '../e2e/support/pair.ts';
import { timeToTakeOver } from '../e2e/support/take-over.ts';
import { until } from '../e2e/support/until.ts';
import { figuresOf, type Figures } from './support/figures.ts';
import { measureCrowd } from './support/live-crowd.ts';
import { report } from './support/report.ts';

// How long a page shows a dead node, after kill -9 of that node: a page with nothing but the script tag, until the page
// beside the other node is drawn; an operator's page of ours, until it says that its values come live from the other
// node. What the gateways themselves need to take over is shown beside it, and taken off. Then the same with many pages
// at once, without a browser: whether all arrive, how they spread, and what the pings of the link notice of it.

const kills = 100;
const manyPages = 1000;

const pair = await Pair.create({ takeBackHoldMs: 3_600_000, flags: ['--sample-project'] });
const [portA = 0, portB = 0] = await freePorts(2);
const portOf = (gateway: Gateway) => (gateway === pair.master ? portA : portB);
const servers = new Map<Gateway, WebServer>();
const browser = await chromium.launch({
  executablePath: process.env['CHROME_BIN'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
let rows: Record<string, Figures>;
try {
  await pair.start();
  const tag = await scriptTag(pair, (gateway) => `http://localhost:${portOf(gateway)}`);
  for (const gateway of pair.gateways) {
    const server = new WebServer(portOf(gateway), plantPage(tag, gateway));
    servers.set(gateway, server);
    await server.start();
  }
  const { whole, beyond, live, liveBeyond, takeOver } = await measure(await browser.newPage(), await operatorPage());
  rows = {
    'kill -9 to the page beside the other node, ms': figuresOf(whole),
    'the gateways’ own take-over, ms': figuresOf(takeOver),
    'beyond it, ms': figuresOf(beyond),
    'kill -9 to live values of the other node, ms': figuresOf(live),
    'beyond the take-over, ms': figuresOf(liveBeyond),
  };
} finally {
  await browser.close();
  for (const server of servers.values()) await server.stop();
  await pair.stop();
}
const taking = await Pair.create({ flags: ['--sample-project'] });
try {
  await taking.start();
  report('page-switch', { ...rows, ...(await measureCrowd(taking, manyPages)) });
} finally {
  await taking.stop();
}

/** Signed in where the first node is killed; the session goes along from then on. */
async function operatorPage(): Promise<OperatorPage> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const operator = new OperatorPage(await context.newPage());
  await operator.open(pair.master.address, pair);
  return operator;
}

async function measure(page: Page, operator: OperatorPage) {
  const [whole, takeOver, beyond]: [number[], number[], number[]] = [[], [], []];
  const [live, liveBeyond]: [number[], number[]] = [[], []];
  while (whole.length < kills) {
    const [victim, other] = whole.length % 2 === 0 ? [pair.master, pair.backup] : [pair.backup, pair.master];
    // A page that was just opened: no earlier move makes it wait.
    await page.goto(`http://localhost:${portOf(victim)}/page`);
    await operator.page.reload();
    for (const each of [page, operator.page]) await settle(each);
    const since = performance.now();
    const drawn = page
      .getByRole('heading', { name: `Beside ${other.options.name}` })
      .waitFor({ timeout: 30_000 })
      .then(() => Math.round(performance.now() - since));
    const says = operator.strip.filter({ hasText: new RegExp(`${other.options.name} since .*Live`, 's') });
    const shownLive = says.waitFor({ timeout: 30_000 }).then(() => Math.round(performance.now() - since));
    const tookOver = await timeToTakeOver(other, () => victim.kill());
    const shown = await drawn;
    whole.push(shown);
    takeOver.push(tookOver);
    beyond.push(shown - tookOver);
    live.push(await shownLive);
    liveBeyond.push((await shownLive) - tookOver);
    await victim.start();
    await pair.protected(other);
  }
  return { whole, takeOver, beyond, live, liveBeyond };
}

/** The page has heard both nodes, and the kill comes at any moment of its second. */
async function settle(page: Page): Promise<void> {
  const isBeat = `({ name }) => name.includes('/system/heartbeat')`;
  const beats = `performance.getEntriesByType('resource').filter(${isBeat}).length`;
  await until('the page has heard both', async () => (await page.evaluate<number>(beats)) >= 4);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000));
}
