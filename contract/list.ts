import * as z from 'zod/mini';
import { queryNumber } from './query-number.ts';

/** The envelope of every list: `total` in the store, `matching` the filters, and the window that was asked for. */
export function listOf<T extends z.core.$ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    metadata: z.object({ total: z.int(), matching: z.int(), limit: z.int(), offset: z.int() }),
  });
}

/** How many items an answer holds at most; -1 asks for as many as one answer can hold. */
export function limitUpTo(most: number) {
  return queryNumber(-1, most).check(
    z.refine((limit) => limit !== 0, { error: 'At least 1, or -1 for all' }),
    z.overwrite((limit) => (limit === -1 ? most : limit)),
    z.describe(`-1: as many as one answer can hold, ${most}`),
  );
}

/** The order of a list: `asc(member)` or `desc(member)`. */
export function sortBy(members: readonly string[]) {
  const form = new RegExp(`^(asc|desc)\\((${members.join('|')})\\)$`);
  return z.string().check(z.regex(form, `asc(…) or desc(…) of one of ${members.join(', ')}`));
}

export interface Sort<Member extends string> {
  way: 'asc' | 'desc';
  by: Member;
}

/** `null`: the usual order of the list. */
export function sortOf<Member extends string>(text = '', members: readonly Member[]): Sort<Member> | null {
  const [, way, name] = /^(asc|desc)\((\w+)\)$/.exec(text) ?? [];
  const by = members.find((member) => member === name);
  return by === undefined ? null : { way: way === 'desc' ? 'desc' : 'asc', by };
}
