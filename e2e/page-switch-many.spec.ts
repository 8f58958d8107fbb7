import { heartbeat } from '#contract/heartbeat';
import type { Gateway } from './support/gateway.ts';
import { expect, test } from './support/test.ts';
import { ThickClients } from './support/thick-client.ts';
import { until } from './support/until.ts';

test('[P5] a client that is no page is re-targeted and told why, and comes back with the Master', async ({ pair }) => {
  const clients = new ThickClients();
  await clients.start(pair, 1);
  await pair.master.kill();
  await until('the client has switched', () => clients.switches.length === 1);
  await pair.master.start();
  await until('the client is back', () => clients.switches.length === 2);
  clients.stop();
  expect(clients.switches.map(({ from, to, address, reason }) => [from.name, to.name, address, reason])).toEqual([
    ['A', 'B', pair.backup.address, 'silent'],
    ['B', 'A', pair.master.address, 'standby'],
  ]);
});

test('[P2] a thousand clients disturb no ping, arrive spread over two seconds, and none is lost', async ({ pair }) => {
  const count = 1000;
  const clients = new ThickClients();
  await clients.start(pair, count);
  await until('both know of all', async () => (await spreadMs(pair.master)) === 2 * count);
  const before = await Promise.all(pair.gateways.map((gateway) => gateway.status()));
  expect(before.map((status) => status?.peerConnected)).toEqual([true, true]);
  expect(before.map((status) => status?.understudy?.recentChangeovers)).toEqual([0, 0]);
  expect(clients.switches).toEqual([]);

  await pair.master.kill();
  await until('all have switched', () => clients.switches.length === count, 60_000);
  const arrivals = clients.switches.map(({ at }) => at).sort((one, other) => one - other);
  const spread = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  const busiest = Math.max(...arrivals.map((at) => arrivals.filter((other) => other >= at && other < at + 250).length));
  console.log(`1000 arrivals over ${spread} ms, at most ${busiest} in 250 ms`);
  expect(new Set(clients.switches.map(({ to }) => to.name))).toEqual(new Set(['B']));
  expect(spread).toBeGreaterThan(1800);
  expect(busiest).toBeLessThan(count / 2);

  // On the way back the link is up while all arrive: its pings are heard all the time.
  await pair.master.start();
  await pair.protected(pair.master);
  const pings = new PingWatch(pair.gateways);
  await until('all are back', () => pings.look().then(() => clients.switches.length === 2 * count), 60_000);
  clients.stop();
  console.log(
    `${pings.samples} looks, at most ${pings.missed} pings missed, ${pings.roundTripMs.toFixed(1)} ms there and back`,
  );
  expect(new Set(clients.switches.slice(count).map(({ to }) => to.name))).toEqual(new Set(['A']));
  expect(pings.samples).toBeGreaterThan(0);
  expect(pings.missed).toBe(0);
  expect(pings.cuts).toBe(0);
});

/** What both nodes say of the link between them, whenever it is looked at. */
class PingWatch {
  readonly #gateways: readonly Gateway[];
  samples = 0;
  /** The most that were missed in a row. */
  missed = 0;
  roundTripMs = 0;
  /** How often a node said that it has no link. */
  cuts = 0;

  constructor(gateways: readonly Gateway[]) {
    this.#gateways = gateways;
  }

  async look(): Promise<void> {
    for (const status of await Promise.all(this.#gateways.map((gateway) => gateway.status()))) {
      const peer = status?.understudy?.peer ?? null;
      this.samples += 1;
      this.missed = Math.max(this.missed, peer?.missedPings ?? 0);
      this.roundTripMs = Math.max(this.roundTripMs, peer?.roundTripMs ?? 0);
      if (status?.peerConnected !== true) this.cuts += 1;
    }
  }
}

async function spreadMs(gateway: Gateway): Promise<number | undefined> {
  return heartbeat.parse(await (await fetch(`${gateway.address}/system/heartbeat`)).json()).spreadMs;
}
