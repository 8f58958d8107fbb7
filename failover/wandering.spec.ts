import fc from 'fast-check';
import { realRules, type Rules } from './decision.ts';
import { firstWrong, type Addresses, type Step } from './wandering.testing.ts';

const step = fc.record<Step>({
  event: fc.constantFrom('A runs', 'B runs', 'both run', 'none runs', 'A dies', 'B dies', 'A hangs', 'B hangs'),
  waitMs: fc.integer({ min: 250, max: 20_000 }),
});
const story = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  addresses: fc.constantFrom<Addresses>('none', 'own', 'shared', 'backwards'),
});

const mutants: Record<string, Partial<Rules>> = {
  'wrong destination': { destinationOf: (node) => node.probes[0] ?? null },
  'loop guard off': { wasMade: () => false },
  'shared address probed': { withoutShared: (nodes) => [...nodes] },
};

describe('Whatever happens to the pair, a page', () => {
  it('[P2] moves only to a node that runs, where it is found, after asking, asks no shared address, and never in a circle', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ steps, addresses }) => {
        const wrong = await firstWrong(steps, addresses, realRules);
        if (wrong !== null) throw new Error(wrong);
      }),
      { numRuns: 2000 },
    );
  }, 120_000);

  for (const [name, rules] of Object.entries(mutants)) {
    it(`[P2] is proved by what notices the mutant "${name}"`, async () => {
      const found = await fc.check(
        fc.asyncProperty(story, async ({ steps, addresses }) => (await firstWrong(steps, addresses, rules)) === null),
        { numRuns: 500, endOnFailure: true, seed: 1 },
      );
      expect(found.failed).toBeTrue();
    }, 120_000);
  }
});
