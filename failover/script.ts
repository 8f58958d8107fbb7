import { arrivalInWords } from './arrival.ts';
import { nodeAt, nodesIn } from './attributes.ts';
import { followPage, realBrowser, takeArrival } from './page.ts';
import { showNotice } from './notice.ts';

/**
 * `<script src="failover.js" data-pair="…" data-nodes="…">` in the head of any page. Before it leaves, the page is
 * asked by the event `understudy:leave`: `preventDefault()` holds it back. `understudy:adopt` says that the other node
 * does the work behind the same address now.
 */
const { pair, nodes: listed } = document.currentScript?.dataset ?? {};
const browser = realBrowser();
const arrival = takeArrival(browser);
/** A page that has the tag twice asks and moves once. */
const loaded = Symbol.for('understudy');
const nodes = nodesIn(listed ?? '');

const isFirst = !Reflect.has(window, loaded);
Reflect.set(window, loaded, true);

if (pair === undefined || nodes.length !== 2) {
  console.warn('failover.js: this page does not follow. It needs data-pair, and two nodes in data-nodes.');
} else if (isFirst) {
  followPage(
    {
      pairId: pair,
      nodes,
      arrival,
      own: nodeAt(browser.place(), nodes),
      mayLeave: () => window.dispatchEvent(new Event('understudy:leave', { cancelable: true })),
      onAdopt: ({ nodeId }) => window.dispatchEvent(new CustomEvent('understudy:adopt', { detail: nodeId })),
    },
    browser,
  );
  const words = arrival === null ? null : arrivalInWords(arrival, nodes);
  const show = () => words !== null && showNotice(words);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
  else show();
}
