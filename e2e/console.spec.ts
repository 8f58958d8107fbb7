import { ConsolePage } from './support/console.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const ticketLifeMs = 4000;
const takeBackHoldMs = 2000;

test.use({ pairOptions: { ticketLifeMs, takeBackHoldMs } });

test('[S1] [S3] the console goes on when the node that served it dies, and the Master takes back by handover', async ({
  pair,
  page,
  context,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  await expect(console.card('A · Master')).toContainText('you are here');
  await expect(console.card('A · Master')).toContainText('active');
  await expect(console.card('B · Backup')).toContainText('Warm');

  consoleWatch.expectDown(pair.master.address);
  consoleWatch.expectDown(pair.master.address.replace('localhost', '127.0.0.1'));
  const killedAt = performance.now();
  await pair.master.kill();
  await expect(console.verdict).toContainText('Running alone');
  await expect(console.card('B · Backup')).toContainText('active');
  await expect(console.card('A · Master')).toContainText('no answer since');
  await expect(console.card('A · Master')).toHaveClass(/lost/);
  await expect(page).toHaveTitle(/Running alone/);

  await until('two lives of a ticket have passed', () => performance.now() - killedAt > 2 * ticketLifeMs + 1000);
  await expect(console.card('B · Backup')).toContainText('as of just now');
  await expect(console.card('A · Master')).toContainText('ago');

  const second = new ConsolePage(await context.newPage());
  await second.open(pair.backup);
  await second.signIn(pair);
  await expect(second.verdict).toContainText('Running alone');
  await expect(second.card('B · Backup')).toContainText('you are here');

  await pair.master.start();
  await expect(console.card('A · Master').getByText('active', { exact: true })).toBeVisible();
  for (const one of [console, second]) await expect(one.verdict).toContainText('Protected');
  expect(pair.backup.output.join('\n')).toContain('The handover is done');
});

test('[S3] whatever part of the page is gone to, the verdict stays in sight', async ({ pair, page }) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  const parts = page.getByRole('navigation', { name: 'On this page' }).getByRole('button');
  await expect(parts.first()).toBeVisible();
  for (const part of await parts.all()) {
    await part.click();
    await expect(console.badge).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate('document.documentElement.scrollHeight <= window.innerHeight')).toBe(true);
  }
});

test('[S4] a handover by hand stays until it is handed back', async ({ pair, page }) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  await console.handOver('Hand over to B');
  await expect(console.card('B · Backup').getByText('active', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Actions' })).toContainText('B took over from A');
  await expect(console.verdict).toContainText('Protected');

  const handedOverAt = performance.now();
  await until('the hold time has passed twice', () => performance.now() - handedOverAt > 2 * takeBackHoldMs + 1000);
  expect(await pair.backup.isActive()).toBe(true);
  expect((await pair.master.status())?.understudy?.takeBack).toBe('held');

  await console.handOver('Hand back to A');
  await expect(console.card('A · Master').getByText('active', { exact: true })).toBeVisible();
  await pair.protected(pair.master);
});

test('[S1] the other console opens with the same sign-in', async ({ pair, page, context }) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  const opened = context.waitForEvent('page');
  await console.card('B · Backup').getByRole('button', { name: 'Open the console of B' }).click();
  const other = new ConsolePage(await opened);
  await expect(other.card('B · Backup')).toContainText('you are here');
  await expect(other.page).toHaveURL(`${pair.backup.address}/status/redundancy`);
});
