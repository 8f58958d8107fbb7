import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Pair } from './pair.ts';

/** A change to the other node, as the library tells it. */
export interface ToldSwitch {
  from: { name: string };
  to: { name: string };
  address: string;
  reason: string;
  at: number;
}

interface Library {
  followActive: (options: {
    pairId: string;
    nodes: { nodeId: string; name: string; probes: string[]; destination: null }[];
    own: string | null;
    onSwitch: (change: ToldSwitch) => void;
  }) => { stop: () => void };
}

/** Clients that are no pages, with the library as the gateway serves it to anybody. */
export class ThickClients {
  readonly switches: ToldSwitch[] = [];
  readonly #followers: { stop: () => void }[] = [];

  /** Each is connected to the Master. `told`: which of them switches, and how. */
  async start(pair: Pair, count: number, told: (client: number, change: ToldSwitch) => void = () => undefined) {
    const { followActive } = await loadLibrary(pair);
    const statuses = await Promise.all(pair.gateways.map((gateway) => gateway.status()));
    const nodes = pair.gateways.map((gateway, at) => ({
      nodeId: statuses[at]?.understudy?.nodeId ?? '',
      name: gateway.options.name,
      probes: [gateway.address],
      destination: null,
    }));
    const pairId = statuses[0]?.understudy?.pairId ?? '';
    const own = nodes[0]?.nodeId ?? null;
    for (let at = 0; at < count; at += 1) {
      const onSwitch = (change: ToldSwitch) => {
        this.switches.push(change);
        told(at, change);
      };
      this.#followers.push(followActive({ pairId, nodes, own, onSwitch }));
    }
  }

  stop(): void {
    for (const follower of this.#followers) follower.stop();
  }
}

async function loadLibrary(pair: Pair): Promise<Library> {
  const file = join(pair.directory, 'failover.mjs');
  writeFileSync(file, await (await fetch(`${pair.master.address}/failover.mjs`)).text());
  return (await import(pathToFileURL(file).href)) as Library;
}
