import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env['CHROME_BIN'] ?? '/usr/bin/chromium';

/** Stories that count milliseconds, load the processor, or live by quick pings: nothing else runs beside them. */
const alone = /\/(actions|initial-transfer|page-switch-many|start-time|take-over)\.spec\.ts$/;

/** Real gateways in real processes. A test that fails once has failed. */
export default defineConfig({
  testDir: '.',
  globalSetup: './support/compiled-code.ts',
  outputDir: '../test-results',
  projects: [
    { name: 'alone', testMatch: alone, workers: 1 },
    // Most of the time such a story waits for a page or a period.
    { name: 'side by side', testMatch: '**/*.spec.ts', testIgnore: alone, workers: 3, fullyParallel: true },
  ],
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    ...(existsSync(chromium) ? { launchOptions: { executablePath: chromium, args: sandbox() } } : {}),
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    // Costs a tenth of the processor: `--trace retain-on-failure` where the screenshot and the logs do not say enough.
    trace: 'off',
  },
});

/** Chromium refuses its sandbox to root. */
function sandbox(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
