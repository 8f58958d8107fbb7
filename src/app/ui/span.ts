const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A length of time for a person: "850 ms", "42 s", "3 min", "2 h 5 min", "12 d 4 h". */
export function spanInWords(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`;
  const at = units.findIndex(([, size]) => ms >= size);
  const [unit, size] = units[at] ?? units[3];
  const whole = Math.max(1, Math.floor(ms / size));
  const [smaller, smallerSize] = units[at + 1] ?? ['', 0];
  const rest = smallerSize === 0 ? 0 : Math.floor((ms - whole * size) / smallerSize);
  return unit === 'min' || unit === 's' || rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smaller}`;
}

/** The same for what grows while somebody looks: nothing moves before a minute has gone by. */
export function calmSpan(ms: number): string {
  return ms < 60_000 ? 'under 1 min' : spanInWords(ms);
}

/** How old something is: "just now", "12 s ago", "3 min ago". */
export function ageInWords(ms: number): string {
  return ms < 2500 ? 'just now' : `${spanInWords(ms)} ago`;
}
