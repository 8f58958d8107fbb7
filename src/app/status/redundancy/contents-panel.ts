import { Component, DOCUMENT, inject } from '@angular/core';

/** The parts of the page behind what is seen first, by the id of their heading. */
const parts = [
  { id: 'providers-heading', label: 'Providers' },
  { id: 'changeovers-heading', label: 'Changeovers' },
  { id: 'cache-chart-heading', label: 'Disk cache' },
  { id: 'events-heading', label: 'Events' },
  { id: 'logging-heading', label: 'Logging activity' },
  { id: 'settings-heading', label: 'Settings' },
] as const;

/** Leads to the parts of a long page; what is closed is opened on the way. */
@Component({
  selector: 'us-contents-panel',
  templateUrl: './contents-panel.html',
  styleUrl: './contents-panel.css',
})
export class ContentsPanel {
  private readonly page = inject(DOCUMENT);

  protected readonly parts = parts;

  protected comeTo(id: string): void {
    const heading = this.page.getElementById(id);
    if (heading === null) return;
    const folded = heading.closest('details');
    if (folded !== null) folded.open = true;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: 'start' });
  }
}
