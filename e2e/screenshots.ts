// Takes the screenshots of the documents: `npx node e2e/screenshots.ts`, after `npm run build`.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, expect, type Page } from '@playwright/test';
import config from './playwright.config.ts';
import { ConsolePage } from './support/console.ts';
import { Pair } from './support/pair.ts';
import { until } from './support/until.ts';

const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url));

mkdirSync(folder, { recursive: true });
const pair = await Pair.create({ flags: ['--system-name', 'Water works'] });
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  await pair.start();
  const page = await browser.newPage({ viewport: { width: 1280, height: 820 }, deviceScaleFactor: 1.5 });
  await runningAlone(page);
} finally {
  await browser.close();
  await pair.stop();
}

/** The page after the death of the node that served it: what it is all about. */
async function runningAlone(page: Page): Promise<void> {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  await pair.master.kill();
  await expect(console.verdict).toContainText('Running alone');
  const killedAt = performance.now();
  await until('the values of the dead node have aged', () => performance.now() - killedAt > 13_000);
  await page.screenshot({ path: `${folder}/redundancy.png` });
}
