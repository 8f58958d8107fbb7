import type { Injector } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { PasswordDialog } from './password-dialog.ts';

/** In a file of its own, so that dialogs are not part of what every page loads first. */
export function openPasswordDialog(injector: Injector): void {
  injector.get(MatDialog).open(PasswordDialog, { width: '440px' });
}
