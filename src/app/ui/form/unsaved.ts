import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { mayLose } from './confirm-dialog.ts';

/**
 * Asks before unsaved changes are lost: when the tab is closed or loaded anew, which the browser does in its own words,
 * and whenever what is returned is called. In an injection context.
 */
export function askBeforeLosing(changes: () => readonly string[]): () => Promise<boolean> {
  const dialog = inject(MatDialog);
  const view = inject(DOCUMENT).defaultView;
  const keep = (event: Event) => {
    if (changes().length > 0) event.preventDefault();
  };
  view?.addEventListener('beforeunload', keep);
  inject(DestroyRef).onDestroy(() => view?.removeEventListener('beforeunload', keep));
  return () => mayLose(dialog, changes());
}
