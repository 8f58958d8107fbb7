import { setTimeout as delay } from 'node:timers/promises';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { ConsolePage } from '../e2e/support/console.ts';
import { writeEvents } from '../e2e/support/many-events.ts';
import { writeLines } from '../e2e/support/many-lines.ts';
import { Pair } from '../e2e/support/pair.ts';
import { figuresOf, type Figures } from './support/figures.ts';
import { report } from './support/report.ts';
import { Trace, type Cost } from './support/trace.ts';

// How long the main thread of the page is busy at a stretch with ten thousand events, and with ten thousand lines of a
// log: the longest task out of a Chromium trace, while they are scrolled from the first to the last, while new ones
// come, and while the list is read anew. The target: no task over 50 ms. Beside it, in the same browser, a plain table
// of the same ten thousand rows, which is filled, scrolled and given new rows at its top.

const rounds = 20;
const many = 10_000;

const pair = await Pair.create();
const browser = await chromium.launch({
  executablePath: process.env['CHROME_BIN'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
let nodeId = '';
try {
  await pair.start();
  nodeId = (await pair.backup.status())?.understudy?.nodeId ?? '';
  await pair.backup.terminate();
  writeEvents(pair.backup, nodeId, many - 20);
  writeLines(pair.backup, many);
  await pair.backup.start();
  await pair.protected(pair.master);
  const measured = { ...(await measureConsole()), ...(await measureLogs()), ...(await measurePlain()) };
  report('tables', measured, { chromium: browser.version() });
} finally {
  await browser.close();
  await pair.stop();
}

async function measureConsole(): Promise<Record<string, Figures>> {
  const page = await newPage(browser);
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  const above = page.getByRole('region', { name: 'Config Updates Disk Cache' });
  await above.scrollIntoViewIfNeeded();
  await expect(above).toContainText('since');
  const region = page.getByRole('region', { name: 'Events, newest first' });
  await region.scrollIntoViewIfNeeded();
  const rows = page.locator('us-events-panel tr.event');
  await expect(rows.first()).toBeVisible();
  await delay(5000);
  const loading = await longest(page, 'loading', 1, async () => {
    while ((await rows.filter({ hasText: /Event 1 of/ }).count()) === 0) {
      await region.scrollIntoViewIfNeeded();
      await region.press('End');
    }
  });
  const scrolling = await longest(page, 'scrolling', rounds, async (round) => {
    await region.press(round % 2 === 0 ? 'Home' : 'End');
    for (let at = 0; at < 10; at += 1) await region.press(round % 2 === 0 ? 'PageDown' : 'PageUp');
    await delay(500);
  });
  await region.press('End');
  for (let at = 0; at < 5; at += 1) await region.press('PageUp');
  const arriving = await longest(page, 'arriving', rounds, async () => {
    writeEvents(pair.backup, nodeId, 1, Date.now() + 60_000);
    await delay(2500);
  });
  await expect(page.getByRole('button', { name: `${rounds} new` })).toBeVisible();
  const drawn = await rows.count();
  await page.close();
  return {
    ...told('events panel, all pages read by scrolling', loading),
    ...told('events panel, scrolling', scrolling),
    ...told('events panel, new events', arriving),
    'events panel: rows in the document': figuresOf([drawn]),
  };
}

async function measureLogs(): Promise<Record<string, Figures>> {
  const page = await newPage(browser);
  const console = new ConsolePage(page);
  await console.open(pair.backup);
  await console.signIn(pair);
  await page.goto(`${pair.backup.address}/diagnostics/logs?search=Line`);
  const region = page.getByRole('region', { name: 'Log lines' });
  await expect(region).toContainText(`Line ${many} of`);
  await delay(5000);
  const end = region.getByText('No older line matches.');
  const loading = await longest(page, 'lines-loading', 1, async () => {
    for (let at = 0; at < 300 && (await end.count()) === 0; at += 1) await region.press('End');
  });
  const scrolling = await longest(page, 'lines-scrolling', rounds, async (round) => {
    await region.press(round % 2 === 0 ? 'Home' : 'End');
    for (let at = 0; at < 10; at += 1) await region.press(round % 2 === 0 ? 'PageDown' : 'PageUp');
    await delay(500);
  });
  await page.close();
  return { ...told('log lines, all read by scrolling', loading), ...told('log lines, scrolling', scrolling) };
}

async function measurePlain(): Promise<Record<string, Figures>> {
  const page = await newPage(browser);
  await page.goto(`${pair.master.address}/system/StatusPing`);
  await page.evaluate(`
    document.body.innerHTML = '<div tabindex="0" id="region"><table><tbody></tbody></table></div>';
    document.querySelector('#region').style.cssText = 'height: 300px; overflow: auto';
    document.querySelector('table').style.cssText = 'width: 100%; border-collapse: collapse';
    window.row = (at) => {
      const row = document.createElement('tr');
      for (const text of ['Info', '12:00:00', 'B', 'Event ' + at + ' of ${many}']) {
        row.appendChild(document.createElement('td')).textContent = text;
      }
      return row;
    };
  `);
  const region = page.locator('#region');
  const filling = await longest(page, 'filling', rounds, async () => {
    await page.evaluate(`
      document.querySelector('tbody').replaceChildren(...Array.from({ length: ${many} }, (_, at) => row(at)));
    `);
    await delay(500);
  });
  const scrolling = await longest(page, 'scrolling', rounds, async (round) => {
    await region.press(round % 2 === 0 ? 'Home' : 'End');
    for (let at = 0; at < 10; at += 1) await region.press(round % 2 === 0 ? 'PageDown' : 'PageUp');
    await delay(500);
  });
  const arriving = await longest(page, 'arriving', rounds, async (round) => {
    await page.evaluate(`document.querySelector('tbody').prepend(row(${many + round}))`);
    await delay(500);
  });
  await page.close();
  return {
    ...told('plain table, filled', filling),
    ...told('plain table, scrolling', scrolling),
    ...told('plain table, new rows', arriving),
  };
}

/** By the clock, which contains what other processes take from the page, and by the processor, which does not. */
function told(what: string, costs: readonly Cost[]): Record<string, Figures> {
  return {
    [`${what}: longest task, ms`]: figuresOf(costs.map(({ wallMs }) => wallMs)),
    [`${what}: longest task, ms of processor`]: figuresOf(costs.map(({ cpuMs }) => cpuMs)),
  };
}

/** The longest task of each round. */
async function longest(page: Page, name: string, times: number, act: (round: number) => Promise<void>) {
  const found: Cost[] = [];
  for (let round = 0; round < times; round += 1) {
    const trace = await Trace.of(browser, { [`${name}-${round}`]: page }, () => act(round));
    found.push(trace.longestTask(`${name}-${round}`));
  }
  return found;
}

/** In a context of its own, and so in a process of its own. */
async function newPage(from: Browser): Promise<Page> {
  return (await from.newContext({ locale: 'en-GB', timezoneId: 'UTC' })).newPage();
}
