import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';

/** What Chromium itself writes when nobody answers at an address, or no more. Never what CORS, CSP or a script says. */
const noAnswer =
  /^Failed to load resource: net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED|TIMED_OUT)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)$/;
const refused = /^Failed to load resource: the server responded with a status of (\d{3}) /;

/**
 * Collects every error in the console of every page: what a page logs, what it throws, what it asks in vain. Only one
 * thing is let pass: that a node gives no connection which the test has killed or cut off itself, by its address, and a
 * refusal that the test has provoked.
 */
export class ConsoleWatch {
  readonly #severe: string[] = [];
  readonly #downOrigins = new Set<string>();
  readonly #refusals = new Set<string>();
  #over = false;

  constructor(context: BrowserContext) {
    for (const page of context.pages()) this.#watch(page);
    context.on('page', (page) => this.#watch(page));
  }

  /** From now on a connection to this origin may fail. There is no way back: a request may be under way for long. */
  expectDown(origin: string): void {
    this.#downOrigins.add(new URL(origin).origin);
  }

  /** From now on this address may refuse with this status: Chromium writes that down, whatever the page makes of it. */
  expectRefusal(url: string, status: number): void {
    this.#refusals.add(`${status} ${url}`);
  }

  /** The test is over: what is torn down now may complain. */
  stop(): void {
    this.#over = true;
  }

  /** What nobody expected, in the order in which it came. */
  get severe(): readonly string[] {
    return this.#severe;
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#add(page, error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() !== 'error' || this.#isExpected(message)) return;
      this.#add(page, `${message.text()} (${message.location().url})`);
    });
  }

  #add(page: Page, what: string): void {
    if (!this.#over) this.#severe.push(`${page.url()}: ${what}`);
  }

  #isExpected(message: ConsoleMessage): boolean {
    const { url } = message.location();
    const status = refused.exec(message.text())?.[1];
    if (status !== undefined) return this.#refusals.has(`${status} ${url}`);
    return noAnswer.test(message.text()) && URL.canParse(url) && this.#downOrigins.has(new URL(url).origin);
  }
}
