import { cpuUsage, memoryUsage } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { HostMetrics } from './host-metrics.ts';

describe('What the computer says of the gateway', () => {
  let host: HostMetrics;

  beforeEach(() => {
    host = new HostMetrics();
    host.start();
  });
  afterEach(() => host.stop());

  it('is the share of a processor that it used since the last look', async () => {
    host.measure();
    work(150);
    await delay(300);
    const { cpu } = host.measure();
    expect(cpu).toBeGreaterThan(5);
    expect(cpu).toBeLessThan(100);
    await delay(300);
    expect(host.measure().cpu).toBeLessThan(cpu);
  });

  it('is the longest time for which nothing else could run', async () => {
    await delay(60);
    work(200);
    await delay(60);
    expect(host.measure().eventLoopDelay).toBeGreaterThan(150);
    await delay(60);
    expect(host.measure().eventLoopDelay).toBeLessThan(150);
  });

  it('is the memory that it has', () => {
    const before = memoryUsage.rss() / 1e6;
    expect(Math.abs(host.measure().memory - before)).toBeLessThan(20);
  });
});

/** Keeps the processor busy until it was used for so long. */
function work(ms: number): void {
  const before = cpuUsage();
  const usedMs = () => cpuUsage(before).user / 1000;
  while (usedMs() < ms);
}
