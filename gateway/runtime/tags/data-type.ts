import type { TagConfig } from '#contract/resources';

/** What kind of tag can hold this value. */
export function dataTypeOf(value: number | boolean | string): TagConfig['dataType'] {
  const type = typeof value;
  return type === 'number' || type === 'boolean' ? type : 'text';
}
