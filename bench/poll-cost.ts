import { setTimeout as delay } from 'node:timers/promises';
import { chromium, expect, type Page } from '@playwright/test';
import { ConsolePage } from '../e2e/support/console.ts';
import { Pair } from '../e2e/support/pair.ts';
import { figuresOf } from './support/figures.ts';
import { report } from './support/report.ts';
import { Trace, type Cost } from './support/trace.ts';

// What polling both nodes costs the main thread of the page, out of a Chromium trace. In a round each node is asked
// once and its answer is understood and drawn; what else the page does in that second counts too. A poll is one of the
// two questions. Beside it in the same trace: the same page with its polling stopped, and a bare page that does nothing
// but ask and write. The time by the clock contains what other processes take from the page, that of the processor not.

const rounds = 60;
const warmUpMs = 20_000;
const status = '/data/api/v1/redundancy';

const pair = await Pair.create();
const browser = await chromium.launch({
  executablePath: process.env['CHROME_BIN'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  await pair.start();
  const pages = { console: await openConsole(), stopped: await openConsole(), bare: await openBarePage() };
  await stopPolling(pages.stopped);
  await delay(warmUpMs);
  tell(await Trace.of(browser, pages, () => delay((rounds + 2) * 1000)));
} finally {
  await browser.close();
  await pair.stop();
}

function tell(trace: Trace): void {
  const roundsOf = (page: string) => trace.requestsTo(pair.master.address + status, page).slice(0, rounds + 1);
  const costs = {
    'a round': trace.costs('console', roundsOf('console')),
    'the same page at rest, a second': trace.costs('stopped', roundsOf('console')),
    'a round of the bare page': trace.costs('bare', roundsOf('bare')),
  };
  const rows = Object.entries(costs).flatMap(([name, windows]) => [
    [`${name}, ms`, figuresOf(windows.map(({ wallMs }) => wallMs))] as const,
    [`${name}, ms of processor`, figuresOf(windows.map(({ cpuMs }) => cpuMs))] as const,
  ]);
  report('poll-cost', Object.fromEntries(rows), { chromium: browser.version() });
  const total = (of: keyof Cost, windows: Cost[]) => windows.reduce((sum, cost) => sum + cost[of], 0);
  for (const [what, of] of [
    ['of the main thread', 'wallMs'],
    ['of processor', 'cpuMs'],
  ] as const) {
    const gross = total(of, costs['a round']) / (2 * rounds);
    const net = gross - total(of, costs['the same page at rest, a second']) / (2 * rounds);
    console.log(`A poll, mean: ${gross.toFixed(2)} ms ${what}, ${net.toFixed(2)} ms net of the page at rest`);
  }
}

async function openConsole(): Promise<Page> {
  const console = new ConsolePage(await newPage());
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  return console.page;
}

/** A tab that is not shown asks nothing. */
async function stopPolling(page: Page): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
}

/** Fetches the same two statuses each second, from the same origin, and writes them. */
async function openBarePage(): Promise<Page> {
  const page = await newPage();
  await page.goto(`${pair.master.address}/system/StatusPing`);
  const addresses = pair.gateways.map(({ address }) => address + status);
  await page.evaluate(`
    const headers = { Authorization: 'Bearer ${pair.apiToken}' };
    for (const address of ${JSON.stringify(addresses)}) {
      const place = document.body.appendChild(document.createElement('pre'));
      const ask = async () => (place.textContent = await (await fetch(address, { headers })).text());
      setInterval(ask, 1000);
    }
  `);
  await expect(page.locator('pre').last()).toContainText('activityLevel');
  return page;
}

/** In a context of its own, and so in a process of its own. */
async function newPage(): Promise<Page> {
  return (await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' })).newPage();
}
