import { OperatorPage } from './support/operator-page.ts';
import { test } from './support/test.ts';

test.use({ pairOptions: { flags: ['--sample-project'] } });

test('[P1] a page is live though its address holds a name and a password, as a proxy may ask for', async ({
  pair,
  page,
}) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address.replace('://', '://wall:secret@'), pair);
});
