/** What is said of some measurements. */
export interface Figures {
  n: number;
  median: number;
  mean: number;
  least: number;
  most: number;
}

/** Of at least one value; to the hundredth. */
export function figuresOf(values: readonly number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? NaN;
  const last = sorted.length - 1;
  const median = (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
  return {
    n: sorted.length,
    median: hundredths(median),
    mean: hundredths(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    least: hundredths(at(0)),
    most: hundredths(at(last)),
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
