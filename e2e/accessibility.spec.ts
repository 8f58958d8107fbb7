import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { ConsolePage } from './support/console.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

interface Finding {
  id: string;
  help: string;
  nodes: { html: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const stands = 'document.getAnimations().every(({ playState }) => playState !== "running")';

/** What is closed until somebody asks for it has to be readable as well. */
const openAll = 'for (const folded of document.querySelectorAll("details")) folded.open = true';

/** What axe finds on the page as it stands, once no colour is on its way to another one. */
async function findings(page: Page): Promise<string[]> {
  await until('nothing is moving', () => page.evaluate<boolean>(stands));
  await page.evaluate(axe);
  const violations = await page.evaluate<Finding[]>('axe.run().then((result) => result.violations)');
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html ?? ''})`);
}

const pages = [
  ['/status/redundancy', 'Redundancy'],
  ['/networking/node-settings', 'Node Settings'],
  ['/networking/redundancy', 'Redundancy'],
  ['/diagnostics/logs', 'Logs'],
] as const;

test('every page can be read and used by everybody: light, dark, and on a phone, without scrolling sideways', async ({
  pair,
  page,
}) => {
  // Said before the page is made, as by a computer that is set so: Material looks when it makes each part.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await expect(page.getByLabel('Password')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await console.signIn(pair);
  for (const [path, heading] of pages) {
    await console.open(pair.master, path);
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    await page.evaluate(openAll);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 640, 400]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        expect(await findings(page), `${path} ${colorScheme} ${width}`).toEqual([]);
        const scrolls = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        expect(scrolls, `${path} scrolls sideways at ${width}`).toBe(false);
      }
    }
  }
});
