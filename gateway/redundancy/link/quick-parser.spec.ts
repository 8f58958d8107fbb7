import { envelope } from '#contract/link-frames';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { quickParser } from './quick-parser.ts';

const position = { lineage: 'L', revision: 2, hash: 'h' };
const row = {
  ...{ revision: 2, provider: 'projects', type: 'project', name: 'Plant', value: '{}', author: 'anna', at: 5 },
  ...{ epoch: { number: 1, nodeId: 'a' }, previousHash: 'g' },
};
const framed = (frame: unknown) => ({ count: 1, frame: { type: 'replication', frame } });
const rows = (change: object) =>
  framed({ type: 'rows', rows: [row, { ...row, ...change }], head: position, sentAt: 1 });

const user = { name: 'anna', role: 'administrator', passwordHash: null };
const given = (change: object) => ({
  count: 1,
  frame: { type: 'given', systemName: 'Plant', security: { users: [user], tokens: [], ...change } },
});

const end = { epoch: { number: 1, nodeId: 'a' }, sequence: 7 };
const runtimeRows = {
  ...{ type: 'rows', map: 'tag-values', run: 1, number: 1, base: end, diverged: false, at: 9, end, last: true },
  ...{ digest: null, rows: ['Level', 1.5, 'Valve', true], gone: ['Pump'], sentAt: 1 },
};

const choice = 'restoreMaster';

/** What is sent often: nobody has to look at it twice. */
const frequent: Record<string, unknown> = {
  'a frame': rows({}),
  'values that may be null': rows({ value: null, epoch: null }),
  'what may be absent': framed({ type: 'applied', position, pullMs: null, applyMs: 3 }),
  'what may be absent, there': framed({ type: 'applied', position, pullMs: 2, applyMs: 3, held: true }),
  'runtime data': { count: 1, frame: { type: 'runtime', frame: runtimeRows } },
};

/** What else a peer may send. */
const rare: Record<string, unknown> = {
  'members of a newer version': rows({ later: 1 }),
  'what has a value where it is absent': given({}),
};

/** What it may not send. */
const wrong: Record<string, unknown> = {
  'a member of another type, deep inside': rows({ epoch: { number: '1', nodeId: 'a' } }),
  'a text that is too long': { count: 1, frame: { type: 'choice', id: 'x'.repeat(101), choice, by: 'anna' } },
  'a text that is too short': { count: 1, frame: { type: 'choice', id: '', choice, by: 'anna' } },
  'a number that is out of its range': rows({ epoch: { number: -1, nodeId: 'a' } }),
  'a text that does not match': rows({ provider: 'No Provider' }),
  'a member that is missing': framed({ type: 'rows', rows: [], sentAt: 1 }),
  'a list that is none': framed({ type: 'rows', rows: {}, head: position, sentAt: 1 }),
  'a frame of no known type': framed({ type: 'later' }),
  'a member that may not be there': given({ later: 1 }),
  'a member that may not be there, deep inside': given({ users: [{ ...user, later: 1 }] }),
  'two members that do not fit together': given({ users: [user, user] }),
  'a list that is too long': given({ tokens: Array.from({ length: 10_001 }, () => 0) }),
  'an infinite number': { count: 1, frame: { type: 'runtime', frame: { ...runtimeRows, sentAt: Infinity } } },
  'runtime data without a value': { count: 1, frame: { type: 'runtime', frame: { ...runtimeRows, rows: ['Level'] } } },
  'no object': 7,
};

/** What is not in the frames, or not in those that come often. */
const others: Record<string, [schema: z.core.$ZodType, value: unknown]> = {
  'an object that may have no other members': [z.strictObject({ a: z.string() }), { a: '', b: '' }],
  'an object whose other members have a type': [z.catchall(z.object({}), z.string()), { b: 1 }],
  'members that have to fit together': [z.object({ a: z.int() }).check(z.refine(({ a }) => a > 1)), { a: 1 }],
  'a text that is trimmed': [z.string().check(z.trim()), ' a '],
  'a text of a known form': [z.uuid(), 'a'],
  'a number of a known form': [z.int32(), 2 ** 40],
  'a number out of a text': [z.coerce.number(), '1'],
  'a member that has a value where it is absent': [z.object({ a: z._default(z.int(), 1) }), {}],
  'a list in the place of an object': [z.object({ a: z.optional(z.int()) }), []],
  'a text that may be something else': [z.union([z.string(), z.int()]), 1],
  'a text that is an address': [z.string().check(z.url()), ' https://a.b '],
  'values that have names': [z.enum({ a: 1, 1: 'a' }), 'a'],
  'an object that may be another one': [z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]), { b: 1 }],
  'a date': [z.date(), 1],
};

describe('A quick parser', () => {
  const parse = quickParser(envelope);
  const bySchema = (message: unknown) => z.safeParse(envelope, message).data ?? null;

  for (const [what, message] of Object.entries(frequent)) {
    it(`[G1] only looks at ${what}`, () => {
      expect(parse(message)).toBe(message as never);
      expect(bySchema(message)).toEqual(message as never);
    });
  }

  for (const [what, message] of Object.entries(rare)) {
    it(`[G1] leaves ${what} to the schema`, () => {
      expect(parse(message)).not.toBeNull();
      expect(parse(message)).toEqual(bySchema(message));
    });
  }

  for (const [what, message] of Object.entries(wrong)) {
    it(`[G1] refuses ${what}`, () => {
      expect(parse(message)).toBeNull();
      expect(bySchema(message)).toBeNull();
    });
  }

  for (const [what, [schema, value]] of Object.entries(others)) {
    it(`[G1] says of ${what} what the schema says`, () => {
      expect(quickParser(schema)(value)).toEqual(z.safeParse(schema, value).data ?? null);
    });
  }

  it('[G1] says of whatever a peer makes of a frame what the schema says', () => {
    const messages = Object.values({ ...frequent, ...rare });
    const change = fc.record({ at: fc.nat(), to: fc.option(fc.jsonValue(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.constantFrom(...messages), fc.array(change, { maxLength: 2 }), (message, changes) => {
        const changed = changes.reduce((text, { at, to }) => changedAt(text, at, to), JSON.stringify(message));
        expect(parse(JSON.parse(changed))).toEqual(bySchema(JSON.parse(changed)));
      }),
      { numRuns: 3000 },
    );
  });
});

/** JSON text with another value, or none, at one of the places in it. */
function changedAt(text: string, place: number, value: unknown): string {
  let places = 0;
  JSON.parse(text, (_key, each: unknown) => ((places += 1), each));
  let passed = 0;
  const changed: unknown = JSON.parse(text, (_key, each: unknown) => (passed++ === place % places ? value : each));
  return JSON.stringify(changed ?? null);
}
