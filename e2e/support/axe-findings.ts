import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { until } from './until.ts';

interface Finding {
  id: string;
  help: string;
  nodes: { html: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Every rule; of what is in order it need not say where it stands. */
const run = 'axe.run({ resultTypes: ["violations"] }).then((result) => result.violations)';
const stands = 'document.getAnimations().every(({ playState }) => playState !== "running")';

/** What axe finds on the page as it stands, once no colour is on its way to another one. */
export async function findings(page: Page): Promise<string[]> {
  await until('nothing is moving', () => page.evaluate<boolean>(stands));
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const violations = await page.evaluate<Finding[]>(run);
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html ?? ''})`);
}

export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}
