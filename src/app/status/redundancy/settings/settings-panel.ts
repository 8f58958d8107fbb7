import { Component, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SettingRow } from './settings-view.ts';

/** The redundancy settings of both nodes, to read; closed until asked for. */
@Component({
  selector: 'us-settings-panel',
  imports: [RouterLink],
  templateUrl: './settings-panel.html',
  styleUrl: './settings-panel.css',
})
export class SettingsPanel {
  /** Headings of the columns. */
  readonly names = input.required<readonly string[]>();
  readonly rows = input.required<readonly SettingRow[]>();
  /** What could not be read. */
  readonly problems = input.required<readonly string[]>();
  readonly opened = output();

  protected toggled(event: Event): void {
    if (event instanceof ToggleEvent && event.newState === 'open') this.opened.emit();
  }
}
