import type { Injector, Signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import type { Observable } from 'rxjs';
import { HandoverDialog } from './handover-dialog.ts';
import type { HandoverView } from './handover-view.ts';

/** In a file of its own: the page shows before dialogs are loaded. Answers with the comment, if it was confirmed. */
export function openHandoverDialog(injector: Injector, live: Signal<HandoverView>): Observable<string | undefined> {
  const dialog = injector.get(MatDialog);
  return dialog.open<HandoverDialog, unknown, string>(HandoverDialog, { data: live, width: '520px' }).beforeClosed();
}
