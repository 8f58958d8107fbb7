/** How many characters of text are in a value: what makes one row much longer than others. */
export function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let characters = 0;
  const members = value as Record<string, unknown>;
  for (const name in members) characters += textIn(members[name]);
  return characters;
}
