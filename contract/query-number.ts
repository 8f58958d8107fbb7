import * as z from 'zod/mini';

/** A whole number in the query of an address. Nothing is guessed: an empty text is not 0, and `0x10` is no number. */
export function queryNumber(least: number, most: number) {
  const number = z.int('Enter a whole number');
  return z.pipe(
    z.transform(read),
    number.check(z.minimum(least, `At least ${least}`), z.maximum(most, `At most ${most}`)),
  );
}

function read(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
}
