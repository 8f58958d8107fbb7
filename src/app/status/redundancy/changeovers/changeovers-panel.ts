import { Component, input } from '@angular/core';
import { changeoverColumns, type ChangeoversView } from './changeovers-view.ts';

/** Who was active when, and how the one took over from the other; newest first. */
@Component({
  selector: 'us-changeovers-panel',
  templateUrl: './changeovers-panel.html',
  styleUrls: ['../../../ui/panel.css', '../../../ui/table.css', './changeovers-panel.css'],
})
export class ChangeoversPanel {
  readonly view = input.required<ChangeoversView>();

  protected readonly columns = changeoverColumns;
}
