import { sortOf } from '#contract/list';

interface PageQuery {
  search?: string | undefined;
  sortBy?: string | undefined;
  limit: number;
  offset: number;
}

interface PageParts<T, Member extends keyof T & string> {
  /** Where what is searched for may stand, case ignored. */
  searched?: (item: T) => string;
  /** By what it can be sorted. */
  sortMembers?: readonly Member[];
}

/** A list that is at hand, as every list is answered. What is not known yet, `null`, comes before everything. */
export function pageOf<T, Member extends keyof T & string = never>(
  all: readonly T[],
  { search = '', sortBy, limit, offset }: PageQuery,
  { searched = () => '', sortMembers = [] }: PageParts<T, Member> = {},
) {
  const found = all.filter((item) => searched(item).toLowerCase().includes(search.toLowerCase()));
  const sort = sortOf(sortBy, sortMembers);
  const turn = sort?.way === 'desc' ? -1 : 1;
  const sorted = sort === null ? found : found.toSorted((one, other) => turn * compare(one[sort.by], other[sort.by]));
  const items = sorted.slice(offset, offset + limit);
  return { items, metadata: { total: all.length, matching: found.length, limit, offset } };
}

function compare(one: unknown, other: unknown): number {
  const [a, b] = [one ?? null, other ?? null];
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : 1) : Number(a) - Number(b);
}
