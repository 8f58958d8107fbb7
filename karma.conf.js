import { existsSync } from 'node:fs';

const chromium = '/usr/bin/chromium';
if (process.env.CHROME_BIN === undefined && existsSync(chromium)) process.env.CHROME_BIN = chromium;

// Chromium refuses its sandbox to root.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Specs of the console, in a real Chromium. */
export default (config) =>
  config.set({
    frameworks: ['jasmine'],
    plugins: ['karma-jasmine', 'karma-chrome-launcher'],
    reporters: ['dots'],
    browsers: ['Quiet'],
    customLaunchers: {
      Quiet: {
        base: 'ChromeHeadless',
        flags: [
          ...sandbox,
          '--disable-gpu',
          '--disable-dev-shm-usage',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      },
    },
    client: { jasmine: { random: true } },
    captureTimeout: 120_000,
    browserNoActivityTimeout: 120_000,
    restartOnFileChange: true,
  });
