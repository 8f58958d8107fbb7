import type { Injector, Signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { map, type Observable } from 'rxjs';
import { HandoverConfirmed, HandoverDialog } from './handover-dialog.ts';
import type { HandoverView } from './handover-view.ts';

/** In a file of its own: the page shows before dialogs are loaded. Gives the comment, or `null` if not confirmed. */
export function openHandoverDialog(injector: Injector, live: Signal<HandoverView>): Observable<string | null> {
  return injector
    .get(MatDialog)
    .open<HandoverDialog, unknown, unknown>(HandoverDialog, { data: live, width: '520px' })
    .beforeClosed()
    .pipe(map((result) => (result instanceof HandoverConfirmed ? result.comment : null)));
}
