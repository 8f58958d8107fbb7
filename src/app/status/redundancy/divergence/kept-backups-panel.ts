import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { BackupRow, BackupsView } from './divergence-view.ts';

/** What was kept of configurations that were replaced, for download. */
@Component({
  selector: 'us-kept-backups-panel',
  imports: [MatButton],
  templateUrl: './kept-backups-panel.html',
  styleUrls: ['../../../ui/panel.css', './kept-backups-panel.css'],
})
export class KeptBackupsPanel {
  readonly backups = input.required<BackupsView>();
  /** Why the last download did not work. */
  readonly problem = input.required<string | null>();
  readonly wanted = output<BackupRow>();
}
