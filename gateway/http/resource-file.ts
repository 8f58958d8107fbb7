import { resourceFile, resourceValues, type ResourceFile, type ResourceType } from '#contract/resources';
import * as z from 'zod/mini';
import { InvalidInput } from './invalid-input.ts';
import { parseJson } from './json-body.ts';

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
