import { ConsolePage } from './support/console.ts';
import { expect, test } from './support/test.ts';

test.use({ pairOptions: { backupOnSmallDisk: true } });

test('[S3] a full disk on the standby is said before it matters, and its end too', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');

  const makeRoom = pair.backup.fillDisk();
  await expect(console.verdict).toContainText('Failover blocked');
  await expect(console.card('B · Backup')).toContainText('The disk of B is full');
  await expect(page.getByRole('button', { name: 'Hand over to B …' })).toBeDisabled();
  const refused = await pair.master.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ refusals: ['peerCannotActivate'] });

  makeRoom();
  await expect(console.verdict).toContainText('Protected');
  for (const host of ['localhost', '127.0.0.1']) {
    consoleWatch.expectDown(pair.master.address.replace('localhost', host));
  }
  await pair.master.kill();
  await expect.poll(() => pair.backup.isActive()).toBe(true);
});
