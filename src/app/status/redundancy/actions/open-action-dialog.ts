import type { Injector, Signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { map, type Observable } from 'rxjs';
import { ActionConfirmed, ActionDialog, type LiveAction } from './action-dialog.ts';

/** Gives what was entered, `null` if not confirmed. */
export function openActionDialog(injector: Injector, live: Signal<LiveAction>): Observable<ActionConfirmed | null> {
  return injector
    .get(MatDialog)
    .open<ActionDialog, unknown, unknown>(ActionDialog, { data: live, width: '520px' })
    .beforeClosed()
    .pipe(map((result) => (result instanceof ActionConfirmed ? result : null)));
}
