import { errorOf } from './field-error.ts';
import type { SettingRow } from './setting-field.ts';

/** A field that cannot be saved as it stands. */
interface Mistake {
  label: string;
  error: string | null;
}

/** To correct first. What the gateway refused may be tried again: the reason can be gone. */
export function mistakesIn(rows: readonly SettingRow[]): Mistake[] {
  return rows
    .filter(
      ({ decided, field }) =>
        !decided &&
        field()
          .errors()
          .some(({ kind }) => kind !== 'gateway'),
    )
    .map(({ label, field }) => ({ label, error: errorOf(field) }));
}
