import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { ConsolePage } from './support/console.ts';
import { expect, test } from './support/test.ts';

interface Finding {
  id: string;
  help: string;
  nodes: { html: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it stands. */
async function findings(page: Page): Promise<string[]> {
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
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await expect(page.getByLabel('Password')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await console.signIn(pair);
  for (const [path, heading] of pages) {
    await console.open(pair.master, path);
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 640, 400]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
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
