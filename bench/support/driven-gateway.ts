import { tagConfig } from '#contract/resources';
import * as z from 'zod/mini';
import { parseCommandLine } from '../../gateway/config/command-line/flags.ts';
import { Gateway } from '../../gateway/gateway.ts';
import type { Answer, Order } from './driven-pair.ts';

// A whole gateway whose configuration is written from within its process, as far from HTTP as PostgreSQL is.

z.config(z.locales.en());
const line = parseCommandLine(process.argv.slice(2));
if (line === 'help') throw new Error('A gateway needs its flags');
const gateway = new Gateway(line, process.env);
await gateway.start();

process.on('message', (order: Order) => {
  void perform(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

/** As the longest description of a tag, with its number. */
async function perform({ writers, forMs, text }: Order): Promise<Answer> {
  const startedAt = performance.now();
  let saves = 0;
  let unconfirmed = 0;
  // Values arrive validated where they are saved.
  const tag = z.parse(tagConfig, { source: 'memory', dataType: 'text' });
  const write = async (name: string) => {
    for (; performance.now() - startedAt < forMs; saves++) {
      const description = `${saves} ${text}`.slice(0, text.length);
      const value = { ...tag, description };
      const { replicated } = await gateway.resources.put('tag', name, value, { author: 'bench', expected: 'any' });
      if (!replicated) unconfirmed += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(`w${writer}`)));
  return { savesPerSecond: (saves * 1000) / (performance.now() - startedAt), unconfirmed };
}
