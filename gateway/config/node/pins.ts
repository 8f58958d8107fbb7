import { GatewayError } from '../../errors.ts';

/** A setting that a command line flag sets: nobody else can change it while the process runs. */
export interface Pin {
  /** JSON pointer within `node.json`. */
  pointer: string;
  /** `--http-port`. */
  flag: string;
  value: string | number | boolean;
}

/** What stands at a JSON pointer; `undefined` where there is nothing. */
export function valueAt(document: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), document);
}

/** A copy in which the pointer leads to the value. */
export function withValueAt(document: unknown, pointer: string, value: unknown): unknown {
  const [step, ...rest] = steps(pointer);
  if (step === undefined) return value;
  const record = isRecord(document) ? document : {};
  return { ...record, [step]: withValueAt(record[step], rest.map((name) => `/${name}`).join(''), value) };
}

/** The pins below a pointer, by pointers that start there: `{'/httpPort': '--http-port'}`. */
export function pinsBelow(pins: readonly Pin[], parent: string): Record<string, string> {
  const below = pins.filter(({ pointer }) => pointer.startsWith(`${parent}/`));
  return Object.fromEntries(below.map(({ pointer, flag }) => [pointer.slice(parent.length), flag]));
}

/** Throws `pinned` when the wanted values differ from what a flag sets; `parent` as for `pinsBelow`. */
export function refusePinned(pins: readonly Pin[], parent: string, wanted: unknown): void {
  const errors = pins
    .filter(({ pointer }) => pointer.startsWith(`${parent}/`))
    .filter(({ pointer, value }) => valueAt(wanted, pointer.slice(parent.length)) !== value)
    .map(({ pointer, flag }) => ({ pointer: pointer.slice(parent.length), detail: `Set by ${flag}` }));
  if (errors.length > 0) throw new GatewayError('pinned', { errors });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function steps(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/');
}
