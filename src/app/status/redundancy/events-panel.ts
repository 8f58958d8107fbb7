import { Component, computed, effect, input, output, signal, viewChild, type ElementRef } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../../ui/icon.ts';
import type { EventsView } from './events-view.ts';

/** What both nodes wrote down, newest first. Says whether its reader follows: while not, new events are to wait. */
@Component({
  selector: 'us-events-panel',
  imports: [Icon, MatButton],
  templateUrl: './events-panel.html',
  styleUrl: './events-panel.css',
})
export class EventsPanel {
  readonly view = input.required<EventsView>();
  readonly following = output<boolean>();

  private readonly region = viewChild.required<ElementRef<HTMLElement>>('region');
  private readonly atTop = signal(true);
  protected readonly newText = computed(() => `${this.view().waiting} new`);

  constructor() {
    effect(() => this.following.emit(this.atTop()));
  }

  protected scrolled(): void {
    this.atTop.set(this.region().nativeElement.scrollTop < 4);
  }

  /** Who goes back to the top follows again, and gets what waits. */
  protected showNew(): void {
    this.region().nativeElement.scrollTop = 0;
  }
}
