import type { FieldState } from '@angular/forms/signals';
import { errorOf } from './field-error.ts';
import type { Mistake } from './settings-card.ts';

/** To correct first. What the gateway refused may be tried again: the reason can be gone. */
export function mistakesIn(
  fields: readonly { label: string; field: () => Pick<FieldState<unknown>, 'errors'> }[],
): Mistake[] {
  return fields
    .filter(({ field }) =>
      field()
        .errors()
        .some(({ kind }) => kind !== 'gateway'),
    )
    .map(({ label, field }) => ({ label, error: errorOf(field) }));
}
