import { existsSync } from 'node:fs';
import { Refusal } from '../refusal.ts';
import { run } from '../run.ts';

/** A program that the tests use and npm does not bring. */
interface SystemPackage {
  name: string;
  /** Where it may stand; the first one that is there is used. */
  places: () => string[];
  /** How somebody does without the package. */
  otherwise: string;
}

const chromium: SystemPackage = {
  name: 'chromium',
  places: () => {
    const named = process.env['CHROME_BIN'];
    const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
    return named === undefined ? usual : [named, ...usual];
  },
  otherwise: "Elsewhere, set CHROME_BIN to a Chromium's path.",
};
const network: SystemPackage = {
  name: 'iproute2',
  places: () => ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip'],
  otherwise: 'Two stories join two networks with its `ip`.',
};

/** Finds a Chromium, or installs Debian's, and hands it to Karma and Playwright in CHROME_BIN. */
export async function provideChromium(): Promise<void> {
  process.env['CHROME_BIN'] = await provide(chromium);
}

/** What end-to-end tests need besides a browser. */
export async function provideNetwork(): Promise<void> {
  await provide(network);
}

async function provide(wanted: SystemPackage): Promise<string> {
  const found = find(wanted);
  if (found !== undefined) return found;
  const how = `apt-get install ${wanted.name}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Refusal(`The tests need ${wanted.name}. As root: ${how}. ${wanted.otherwise}`);
  }
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { environment });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', wanted.name], { environment });
  const installed = find(wanted);
  if (installed === undefined) throw new Refusal(`${wanted.name} could not be installed by ${how}: see above.`);
  return installed;
}

function find({ places }: SystemPackage): string | undefined {
  return places().find((path) => existsSync(path));
}
