import { existsSync } from 'node:fs';
import { Refusal } from '../refusal.ts';
import { run } from '../run.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Finds a Chromium, or installs Debian's, and hands it to Karma and Playwright in CHROME_BIN. */
export async function provideChromium(): Promise<void> {
  const found = findChromium() ?? (await installChromium());
  process.env['CHROME_BIN'] = found;
}

function findChromium(): string | undefined {
  const named = process.env['CHROME_BIN'];
  return (named === undefined ? places : [named, ...places]).find((path) => existsSync(path));
}

async function installChromium(): Promise<string> {
  const how = 'apt-get install chromium';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Refusal(`The tests need Chromium. As root: ${how}. Elsewhere, set CHROME_BIN to a Chromium's path.`);
  }
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { environment });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], { environment });
  const installed = findChromium();
  if (installed === undefined) throw new Refusal(`Chromium could not be installed by ${how}: see above.`);
  return installed;
}
