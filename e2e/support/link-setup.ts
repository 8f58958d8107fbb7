import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Gateway } from './gateway.ts';
import type { Pair } from './pair.ts';
import { until } from './until.ts';

const path = '/data/api/v1/redundancy/config';

/** Of a pair that is `editable`: as an administrator would change it under Networking > Redundancy. */
export async function changeLink(
  gateway: Gateway,
  setup: Partial<RedundancyConfig['gatewayNetworkSetup']>,
): Promise<void> {
  const config = (await (await gateway.api(path)).json()) as RedundancyConfig;
  const body = JSON.stringify({ ...config, gatewayNetworkSetup: { ...config.gatewayNetworkSetup, ...setup } });
  const answer = await gateway.api(path, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Both nodes are set to a link without TLS; resolves when they hold the same again. */
export async function linkPlainly({ master, backup }: Pair): Promise<void> {
  const port = master.options.httpPort;
  await changeLink(master, { enableSsl: false });
  await changeLink(backup, { port, enableSsl: false });
  await until('both hold the same over a plain link', async () => {
    const status = await backup.status();
    const isPlain = status?.understudy?.peer?.address === `localhost:${port}`;
    return isPlain && status.peerConnected && status.projectState === 'Good';
  });
}
