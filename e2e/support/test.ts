import { test as base, expect } from '@playwright/test';
import { ConsoleWatch } from './console-watch.ts';
import { Pair, type PairOptions } from './pair.ts';

interface Fixtures {
  pairOptions: Partial<PairOptions>;
  /** A running pair, linked and in sync, with the Master active. */
  pair: Pair;
  /** Fails the test at its end when a page's console showed a severe message. */
  consoleWatch: ConsoleWatch;
}

/** Playwright's `test` over two real gateways. `test.use({ pairOptions: { proxied: true } })` changes them. */
export const test = base.extend<Fixtures>({
  pairOptions: [{}, { option: true }],
  pair: async ({ pairOptions, consoleWatch }, use, testInfo) => {
    const pair = await Pair.create(pairOptions);
    try {
      await pair.start();
      await use(pair);
    } finally {
      consoleWatch.stop();
      if (testInfo.status !== testInfo.expectedStatus) {
        for (const { options, output } of pair.gateways) {
          await testInfo.attach(`log of ${options.name}`, { body: output.join('\n'), contentType: 'text/plain' });
        }
      }
      await pair.stop();
    }
  },
  consoleWatch: [
    async ({ context }, use) => {
      const watch = new ConsoleWatch(context);
      await use(watch);
      expect(watch.severe, 'severe messages in a console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
