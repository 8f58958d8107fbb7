import fc from 'fast-check';
import { GatewayError } from '../errors.ts';
import { ResourceScan } from './resource-scan.ts';

const cut = (bytes: Uint8Array, most: number) =>
  Array.from({ length: Math.ceil(bytes.length / most) }, (_each, at) => bytes.subarray(at * most, (at + 1) * most));

/** As JSON's parser sees it, or that it is refused. */
function scanned(text: string, most: number): unknown {
  const scan = new ResourceScan(cut(new TextEncoder().encode(text), most));
  try {
    const resources = [...scan.resources()].map((each) => JSON.parse(each) as unknown);
    return { ...(JSON.parse(scan.rest) as object), resources };
  } catch (error) {
    if (error instanceof SyntaxError) return 'refused';
    throw error;
  }
}

describe('A file of resources, taken apart', () => {
  it('[G3] holds what JSON’s parser finds in it, however it is written and wherever it is cut', () => {
    const spaces = fc.constantFrom('', ' ', '\n  ');
    const around = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { maxKeys: 3 });
    fc.assert(
      fc.property(
        ...[fc.array(fc.jsonValue()), around, around, spaces, fc.integer({ min: 1, max: 40 })],
        (resources, before, after, space, most) => {
          const text = JSON.stringify({ a: '"resources":[', ...before, resources, ...after }, null, space);
          const whole = JSON.parse(text) as { resources: unknown };
          // Members that come again count as JSON's parser counts them.
          fc.pre(Array.isArray(whole.resources) && !('resources' in before) && !('resources' in after));
          expect(scanned(text, most)).toEqual(whole);
        },
      ),
    );
  });

  it('[G3] is refused where JSON’s parser refuses it', () => {
    const file = (resources: string) => `{"format":"x","resources":${resources}}`;
    for (const wrong of ['[1,]', '[,1]', '[1 2]', '[{"a":1]', '[1}', '[', '[1]]', '["a]', '[1],,"b":2']) {
      for (const most of [1, 7, 1000])
        expect(scanned(file(wrong), most))
          .withContext(wrong)
          .toBe('refused');
    }
    for (const rest of ['', '{"resources":[]', '{"resources":[]}}', '[[1]]]', '{"resources":[]} x']) {
      expect(scanned(rest, 3)).withContext(rest).toBe('refused');
    }
    expect(scanned(`\uFEFF${file('[ ]')}`, 1)).toEqual({ format: 'x', resources: [] });
  });

  it('[G3] never has more of it in memory than the largest resource may take', () => {
    const begin = new TextEncoder().encode('{"resources":["');
    const forEver = function* () {
      yield begin;
      for (;;) yield new Uint8Array(1_000_000).fill(0x61);
    };
    const read = () => [...new ResourceScan(forEver()).resources()];
    expect(read).toThrowMatching((error) => error instanceof GatewayError && error.code === 'tooLarge');
  });
});
