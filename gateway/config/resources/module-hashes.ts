import * as z from 'zod/mini';

const named = z.object({ sha256: z.string() });

/** Of the files that resources name, also of modules that this version does not know how to run. */
export function moduleHashes(rows: readonly { type: string; value: string }[]): string[] {
  return rows.flatMap(({ type, value }) => {
    const found = type === 'module' ? z.safeParse(named, JSON.parse(value)) : null;
    return found?.success === true ? [found.data.sha256] : [];
  });
}
