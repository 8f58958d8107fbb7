import type { FieldState } from '@angular/forms/signals';

/** The first thing wrong with a field. The browser's own refusal of a number comes without words. */
export function errorOf(field: () => Pick<FieldState<unknown>, 'errors'>): string | null {
  const error = field().errors()[0];
  return error === undefined ? null : (error.message ?? 'Enter a whole number');
}
