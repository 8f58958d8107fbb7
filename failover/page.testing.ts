import { unpacked } from './arrival.ts';
import { beatOf, FakeBrowser, nodeA, nodeB, pairId } from './follow.testing.ts';
import { followPage, type PageOptions } from './page.ts';

const here = 'http://a:8088/runtime/water/pumps?zoom=2#tank';

/** A page of A, which runs while B stands by. */
export function opens(options: Partial<PageOptions> = {}, address = here) {
  const browser = new FakeBrowser();
  browser.load(address);
  browser.lives.set('A', beatOf('A', 'Running')).set('B', beatOf('B', 'Standby'));
  const follow = (own: string) => followPage({ pairId, nodes: [nodeA, nodeB], own, ...options }, browser);
  const follower = follow('A');
  /** Without what goes along for the next page. */
  const opened = () =>
    browser.opened.map((text) => {
      const url = new URL(text);
      return url.origin + url.pathname + url.search + unpacked(url.hash).hash;
    });
  return { browser, opened, follow, follower };
}
