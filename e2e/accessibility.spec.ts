import { findings, scrollsSideways } from './support/axe-findings.ts';
import { ConsolePage } from './support/console.ts';
import { expect, test } from './support/test.ts';

/** What is closed until somebody asks for it has to be readable as well. */
const openAll = 'for (const folded of document.querySelectorAll("details")) folded.open = true';

const pages = [
  ['/status/redundancy', 'Redundancy'],
  ['/networking/node-settings', 'Node Settings'],
  ['/networking/redundancy', 'Redundancy'],
  ['/diagnostics/logs', 'Logs'],
  ['/runtime', 'Runtime pages'],
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
        expect(await scrollsSideways(page), `${path} scrolls sideways at ${width}`).toBe(false);
      }
    }
  }
});
