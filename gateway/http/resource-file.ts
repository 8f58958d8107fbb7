import { fileResource, resourceFile, resourceValues, type ResourceFile, type ResourceType } from '#contract/resources';
import * as z from 'zod/mini';
import { GatewayError } from '../errors.ts';
import { InvalidInput } from './invalid-input.ts';
import { parseJson } from './json-body.ts';
import { ResourceScan } from './resource-scan.ts';

/** A file of resources out of its text: each value by the schema of its type, and each name once. */
export function readResourceFile(text: string): ResourceFile {
  const file = checked(resourceFile, parseJson(text));
  const names = new Set<string>();
  const resources = file.resources.map(({ type, name, value }, index) => {
    const path = ['resources', index];
    const key = `${type}/${name}`;
    if (names.has(key)) throw duplicate([...path, 'name']);
    names.add(key);
    return { type, name, value: checkedValue(type, value, [...path, 'value']) };
  });
  return { ...file, resources };
}

/**
 * The same for a file of any size, a resource at a time: what is wrong with a later one, or beside them, is thrown only
 * there. `isNew`: no resource of that name came before; `progress` is called for each.
 */
export function* readLargeFile(
  chunks: Iterable<Uint8Array>,
  { isNew, progress }: { isNew: (type: string, name: string) => boolean; progress: () => void },
): Generator<ResourceFile['resources'][number]> {
  const scan = new ResourceScan(chunks);
  let index = 0;
  for (const text of scan.resources()) {
    const path = ['resources', index];
    const { type, name, value } = checked(fileResource, parsedPart(text, `at or before /resources/${index}`), path);
    if (!isNew(type, name)) throw duplicate([...path, 'name']);
    yield { type, name, value: checkedValue(type, value, [...path, 'value']) };
    index += 1;
    progress();
  }
  checked(resourceFile, parsedPart(scan.rest, 'beside its resources'));
}

/** The position in a part of the file would not be the one in the file. */
function parsedPart(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new GatewayError('badRequest', { detail: `The body is not valid JSON ${where}` });
  }
}

function checkedValue(type: ResourceType, value: unknown, path: (string | number)[]): unknown {
  const schema: z.core.$ZodType = resourceValues[type];
  return checked(schema, value, path);
}

/** Throws `badRequest`, with the members that are wrong. */
export function checked<T>(schema: z.core.$ZodType<T>, data: unknown, path: (string | number)[] = []): T {
  const result = z.safeParse(schema, data);
  if (result.success) return result.data;
  throw new InvalidInput(
    'body',
    result.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
  );
}

function duplicate(path: (string | number)[]): InvalidInput {
  return new InvalidInput('body', [{ code: 'custom', path, message: 'Named twice in the file', input: undefined }]);
}
