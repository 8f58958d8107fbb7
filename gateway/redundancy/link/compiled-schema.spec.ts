import { envelope } from '#contract/link-frames';
import * as z from 'zod/mini';
import { compiled } from './compiled-schema.ts';

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

/** What a peer may send, and what it may not. */
const messages: Record<string, unknown> = {
  'a frame': rows({}),
  'values that may be null': rows({ value: null, epoch: null }),
  'members of a newer version': rows({ later: 1 }),
  'what may be absent': framed({ type: 'applied', position, pullMs: null, applyMs: 3 }),
  'what may be absent, there': framed({ type: 'applied', position, pullMs: 2, applyMs: 3, held: true }),
  'what has a value where it is absent': given({}),
  'a member of another type, deep inside': rows({ epoch: { number: '1', nodeId: 'a' } }),
  'a number that is out of its range': rows({ epoch: { number: -1, nodeId: 'a' } }),
  'a text that does not match': rows({ provider: 'No Provider' }),
  'a member that is missing': framed({ type: 'rows', rows: [], sentAt: 1 }),
  'a list that is none': framed({ type: 'rows', rows: {}, head: position, sentAt: 1 }),
  'a frame of no known type': framed({ type: 'later' }),
  'a member that may not be there': given({ later: 1 }),
  'a member that may not be there, deep inside': given({ users: [{ ...user, later: 1 }] }),
  'two members that do not fit together': given({ users: [user, user] }),
  'a list that is too long': given({ tokens: Array.from({ length: 10_001 }, () => 0) }),
  'no object': 7,
};

describe('A compiled schema', () => {
  const fast = compiled(envelope);

  for (const [what, message] of Object.entries(messages)) {
    it(`[G1] says of ${what} what the schema says`, () => {
      const schemas: z.core.$ZodType[] = [fast, envelope];
      const [mine, its] = schemas.map((schema) => z.safeParse(schema, message));
      expect(mine?.success).toBe(its?.success);
      expect(mine?.data).toEqual(its?.data);
      expect(mine?.error?.issues).toEqual(its?.error?.issues);
    });
  }

  it('[G1] takes what is right, and nothing else', () => {
    const taken = Object.keys(messages).filter((what) => z.safeParse(fast, messages[what]).success);
    expect(taken).toEqual(Object.keys(messages).slice(0, 6));
    expect(z.parse(fast, messages['members of a newer version'])).toEqual(messages['a frame'] as never);
  });
});
