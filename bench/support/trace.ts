import type { Browser, Page } from '@playwright/test';

/** An event of Chromium's trace format; times in microseconds. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { data?: { url?: string } };
}

/** Main-thread time of one window of a trace, ms: as the clock has it, and as the processor has it. */
export interface Cost {
  wallMs: number;
  cpuMs: number;
}

/** What the main threads of some pages did while a trace was taken. */
export class Trace {
  readonly #events: TraceEvent[];

  private constructor(events: TraceEvent[]) {
    this.#events = events;
  }

  /** Records while `happens` lasts. Each page is found in it by its name. */
  static async of(browser: Browser, pages: Record<string, Page>, happens: () => Promise<void>): Promise<Trace> {
    const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];
    await browser.startTracing(undefined, { categories });
    for (const [name, page] of Object.entries(pages)) await page.evaluate(`performance.mark('${name}')`);
    await happens();
    const text = (await browser.stopTracing()).toString();
    return new Trace((JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents);
  }

  /** When this page sent requests to this address, µs. */
  requestsTo(url: string, page: string): number[] {
    return this.#of(page)
      .filter(({ name, args }) => name === 'ResourceSendRequest' && args.data?.url === url)
      .map(({ ts }) => ts);
  }

  /** What each window, from one of the times to the next, cost the page's main thread. */
  costs(page: string, times: readonly number[]): Cost[] {
    const tasks = this.#of(page).filter(({ name }) => name === 'RunTask');
    return times.slice(1).map((end, index) => {
      const inside = tasks.filter(({ ts }) => ts >= (times[index] ?? end) && ts < end);
      const sum = (of: 'dur' | 'tdur') => inside.reduce((total, task) => total + (task[of] ?? 0), 0) / 1000;
      return { wallMs: sum('dur'), cpuMs: sum('tdur') };
    });
  }

  /** How long the page's main thread was busy at a stretch, at most. */
  longestTask(page: string): Cost {
    const tasks = this.#of(page).filter(({ name }) => name === 'RunTask');
    const most = (of: 'dur' | 'tdur') => tasks.reduce((best, task) => Math.max(best, task[of] ?? 0), 0) / 1000;
    return { wallMs: most('dur'), cpuMs: most('tdur') };
  }

  #of(page: string): TraceEvent[] {
    const mark = this.#events.find(({ name }) => name === page);
    if (mark === undefined) throw new Error(`The trace knows no page ${page}`);
    return this.#events.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid).sort((a, b) => a.ts - b.ts);
  }
}
