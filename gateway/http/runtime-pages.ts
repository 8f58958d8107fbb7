import { isIPv6 } from 'node:net';

/** A hidden tab asks once a minute only. */
const keptMs = 75_000;
const fewest = 50;
/** Pages that are counted: what strangers make up must neither fill the memory nor keep the real ones waiting. */
const most = 10_000;
/**
 * Of one network, whose names are not checked: whoever makes them up there costs the others 2 s at a switch. A thousand
 * real pages behind one load balancer are still counted in full; more of them come in the same 2 s.
 */
const mostOfOne = 1000;
const spreadPerPageMs = 2;

/** The runtime pages that ask for the heartbeat, each under a name that it made up. */
export class RuntimePages {
  readonly #now: () => number;
  /** When each asked last, oldest first. */
  readonly #heard = new Map<string, { at: number; network: string }>();
  readonly #counts = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `address`: where it asks from. One that comes over several networks counts in that where it was heard first. */
  heard(page: string, address: string): void {
    this.#forget();
    const network = this.#heard.get(page)?.network ?? networkOf(address);
    this.#drop(page, network);
    const count = this.#counts.get(network) ?? 0;
    if (this.#heard.size >= most || count >= mostOfOne) return;
    this.#heard.set(page, { at: this.#now(), network });
    this.#counts.set(network, count + 1);
  }

  /** Over how long they should spread when they all come here, ms: 2 s per thousand, none for a few. */
  spreadMs(): number {
    this.#forget();
    return this.#heard.size < fewest ? 0 : this.#heard.size * spreadPerPageMs;
  }

  #forget(): void {
    const oldest = this.#now() - keptMs;
    for (const [page, { at, network }] of this.#heard) {
      if (at >= oldest) return;
      this.#drop(page, network);
    }
  }

  #drop(page: string, network: string): void {
    if (!this.#heard.delete(page)) return;
    const left = (this.#counts.get(network) ?? 1) - 1;
    if (left > 0) this.#counts.set(network, left);
    else this.#counts.delete(network);
  }
}

/** One computer has as many IPv6 addresses as it likes, all of one /64. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const left = Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array<string>(left).fill('0'), ...after].slice(0, 4).join(':');
}
