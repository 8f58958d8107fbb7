import type { Provider } from '@angular/core';
import { ErrorStateMatcher } from '@angular/material/core';

/** For forms that start from saved values: an error may come from another field or from the gateway, so none waits. */
export const showErrorsAtOnce: Provider = {
  provide: ErrorStateMatcher,
  useValue: {
    isErrorState: (control) => control?.invalid ?? false,
    isSignalErrorState: (field) => field?.().invalid() ?? false,
  } satisfies ErrorStateMatcher,
};
