import type { TagSample } from '#contract/runtime-tags';

/** By hand: it runs for every row that the other node sends. */
export function isTagSample(value: unknown): value is TagSample {
  if (typeof value !== 'object' || value === null) return false;
  const { value: worth, quality, at } = value as Partial<TagSample>;
  if (typeof at !== 'number' || (quality !== 'Good' && quality !== 'Uncertain' && quality !== 'Bad')) return false;
  return worth === null || typeof worth === 'number' || typeof worth === 'boolean' || typeof worth === 'string';
}
