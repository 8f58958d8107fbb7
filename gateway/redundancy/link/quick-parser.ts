import * as z from 'zod/mini';

type Test = (value: unknown) => boolean;

/** Checks that look at a value and leave it as it is. */
const plainChecks = ['greater_than', 'less_than', 'min_length', 'max_length', 'string_format'];

/**
 * Parses what came as JSON thousands of times a second: `null` where the schema refuses it. A value that is as the
 * schema would give it back is only looked at. All others, as those with members of a newer version, are left to the
 * schema itself, and so is every part for which it is not certain here what the schema makes of it.
 */
export function quickParser<T>(schema: z.core.$ZodType<T>): (value: unknown) => T | null {
  const isPlain = testOf(schema);
  return (value) => {
    if (isPlain(value)) return value as T;
    const parsed = z.safeParse(schema, value);
    return parsed.success ? parsed.data : null;
  };
}

/** True only for values that the schema takes and gives back as they are. */
function testOf(schema: z.core.$ZodType): Test {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const test = testOfType(def);
  const checks = def.checks ?? [];
  if (checks.length === 0) return test;
  if (!checks.every(({ _zod }) => plainChecks.includes(_zod.def.check))) return never;
  return (value) => test(value) && checks.every((check) => passes(check, value));
}

function testOfType(def: z.core.$ZodTypes['_zod']['def']): Test {
  switch (def.type) {
    case 'object':
      return objectTest(def.shape);
    case 'union':
      return 'discriminator' in def ? variantTest(def as z.core.$ZodDiscriminatedUnionDef) : never;
    case 'array': {
      const element = testOf(def.element);
      return (value) => Array.isArray(value) && value.every(element);
    }
    case 'nullable': {
      const inner = testOf(def.innerType);
      return (value) => value === null || inner(value);
    }
    case 'optional':
      return testOf(def.innerType);
    case 'literal':
      return (value) => (def.values as unknown[]).includes(value);
    case 'enum': {
      const values = new Set<unknown>(z.core.util.getEnumValues(def.entries));
      return (value) => values.has(value);
    }
    case 'custom':
      return (value) => def.fn(value) === true;
    default:
      return simpleTest(def);
  }
}

function simpleTest(def: z.core.$ZodTypes['_zod']['def']): Test {
  // Those with a format of their own have rules of their own.
  const format = 'format' in def ? def.format : undefined;
  if (def.type === 'number' && format === 'safeint') return Number.isSafeInteger;
  if (format !== undefined || 'coerce' in def) return never;
  if (def.type === 'number') return Number.isFinite;
  if (def.type === 'string') return (value) => typeof value === 'string';
  if (def.type === 'boolean') return (value) => typeof value === 'boolean';
  return def.type === 'unknown' ? () => true : never;
}

/** Exactly the members of the schema: the schema would leave others out. */
function objectTest(shape: z.core.$ZodShape): Test {
  const members = Object.entries(shape).map(([key, part]) => {
    return { key, test: testOf(part), isNeeded: part._zod.def.type !== 'optional' };
  });
  return (value) => {
    if (!isObject(value)) return false;
    let known = 0;
    for (const { key, test, isNeeded } of members) {
      const member = value[key];
      if (member === undefined ? isNeeded : !test(member)) return false;
      if (member !== undefined) known += 1;
    }
    return Object.keys(value).length === known;
  };
}

/** By the member that tells the variants apart. */
function variantTest({ options, discriminator }: z.core.$ZodDiscriminatedUnionDef): Test {
  const tests = new Map<unknown, Test>();
  for (const option of options) {
    const { def } = (option as z.core.$ZodTypes)._zod;
    const tag = def.type === 'object' ? (def.shape[discriminator] as z.core.$ZodTypes)._zod.def : null;
    if (tag?.type !== 'literal') return never;
    for (const value of tag.values) tests.set(value, testOf(option));
  }
  return (value) => isObject(value) && tests.get(value[discriminator])?.(value) === true;
}

function passes(check: z.core.$ZodCheck<never>, value: unknown): boolean {
  const payload = { value, issues: [] };
  const checked = check._zod.check(payload as never);
  return checked === undefined && payload.issues.length === 0 && payload.value === value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function never(): boolean {
  return false;
}
