import { InjectionToken } from '@angular/core';

/** The dialog, in a file of its own: the page shows before dialogs are loaded. */
export const ACTION_DIALOG = new InjectionToken('dialog of actions', {
  factory: () => () => import('./open-action-dialog.ts'),
});
