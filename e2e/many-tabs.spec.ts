import { OperatorPage, overview } from './support/operator-page.ts';
import { expect, test } from './support/test.ts';

test.use({ pairOptions: { flags: ['--sample-project'] } });

test('[P1] seven pages in one browser are all live, and all can be operated', async ({ pair, page, context }) => {
  const first = new OperatorPage(page);
  await first.open(pair.master.address, pair);
  const others = await Promise.all(Array.from({ length: 6 }, async () => new OperatorPage(await context.newPage())));
  for (const other of others) await other.page.goto(pair.master.address + overview);
  for (const operator of [first, ...others]) await operator.isLiveFrom('A');
  const last = others.at(-1) ?? first;
  await last.write('Shift/Note', 'from the last one');
  await expect(first.tag('Shift/Note').locator('.value')).toHaveText('from the last one');
});
