/** Changes per provider. */
export type Counts = Partial<Record<string, number>>;

export function countsOf(rows: readonly { provider: string }[]): Counts {
  const counts: Counts = {};
  for (const { provider } of rows) counts[provider] = (counts[provider] ?? 0) + 1;
  return counts;
}
