import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from '../../../ui/icon.ts';
import { RowHeights } from '../../../ui/row-heights.ts';
import { keyOf } from './event-tail.ts';
import { eventRows, severityChoices, severityOf, type EventFilter, type EventsView } from './events-view.ts';

/** Where the reader is. `shiftPx`: how far the region has to be scrolled yet, since rows above have changed. */
interface Place {
  px: number;
  shiftPx: number;
}

const usualRowPx = 34;
/** So many rows before the end, older events are asked for. */
const nearRows = 60;

/**
 * What both nodes wrote down, newest first. Only what is seen is drawn. Says whether its reader follows: while not, new
 * events are to wait; and what the reader looks at stays where it is, whatever comes before or behind it.
 */
@Component({
  selector: 'us-events-panel',
  imports: [Icon, MatButton, MatFormField, MatInput, MatLabel],
  templateUrl: './events-panel.html',
  styleUrls: ['../../../ui/panel.css', '../../../ui/table.css', './events-panel.css'],
})
export class EventsPanel {
  readonly view = input.required<EventsView>();
  readonly following = output<boolean>();
  readonly olderWanted = output<void>();
  readonly filterChosen = output<EventFilter>();

  protected readonly severities = severityChoices;
  private readonly region = viewChild.required<ElementRef<HTMLElement>>('region');
  private readonly heights = new RowHeights(usualRowPx);
  private readonly viewPx = signal(400);
  private readonly list = computed(() => this.view().list);
  private readonly events = computed(() => this.list().events);
  private readonly place = linkedSignal<EventsView['list']['events'], Place>({
    source: this.events,
    computation: (events, before) => this.moved(before?.value ?? { px: 0, shiftPx: 0 }, () => this.lay(events)),
  });
  private readonly atTop = computed(() => this.place().px < 4);
  protected readonly window = computed(() => this.heights.windowAt(this.place().px, this.viewPx()), {
    equal: (a, b) => a.first === b.first && a.end === b.end && a.abovePx === b.abovePx && a.belowPx === b.belowPx,
  });
  protected readonly rows = computed(() => eventRows(this.list(), this.window().first, this.window().end));
  protected readonly newText = computed(() => `${this.view().waiting} new`);

  constructor() {
    effect(() => this.following.emit(this.atTop()));
    effect(() => {
      const { view, window, events } = this;
      if (view().more && window().end > events().length - nearRows) this.olderWanted.emit();
    });
    afterRenderEffect(() => this.settle());
    const destroyed = inject(DestroyRef);
    afterRenderEffect((onCleanup) => {
      const observer = new ResizeObserver(() => this.resized());
      observer.observe(this.region().nativeElement);
      onCleanup(() => observer.disconnect());
      destroyed.onDestroy(() => observer.disconnect());
    });
  }

  protected scrolled(): void {
    this.place.update(({ shiftPx }) => ({ px: this.region().nativeElement.scrollTop + shiftPx, shiftPx }));
  }

  /** Older events may be on their way: at the end of what is here, the key would take the whole page to its end. */
  protected toEnd(event: Event): void {
    event.preventDefault();
    const region = this.region().nativeElement;
    region.scrollTop = region.scrollHeight;
  }

  /** Who goes back to the top follows again, and gets what waits. */
  protected showNew(): void {
    this.region().nativeElement.scrollTop = 0;
  }

  protected choose(severity: string, search: string): void {
    this.filterChosen.emit({ severity: severityOf(severity), search });
  }

  /** After every drawing: puts the region where it has to be, and learns how high the rows are that were drawn. */
  private settle(): void {
    const { px, shiftPx } = this.place();
    const keys = this.rows().map(({ key }) => key);
    const region = this.region().nativeElement;
    if (shiftPx !== 0) region.scrollTop += shiftPx;
    const drawn = [...region.querySelectorAll('tbody.rows > tr.event')];
    const heights = drawn.map((row, at) => [keys[at] ?? '', row.getBoundingClientRect().height] as const);
    let changed = false;
    const place = this.moved({ px, shiftPx: 0 }, () => (changed = this.heights.measured(heights)));
    if (changed || shiftPx !== 0) this.place.set(place);
  }

  private resized(): void {
    const { clientHeight } = this.region().nativeElement;
    this.viewPx.set(Math.max(100, clientHeight));
    this.place.set(this.moved({ ...this.place() }, () => this.heights.forget()));
  }

  private lay(events: EventsView['list']['events']): void {
    this.heights.setKeys(events.map(keyOf));
  }

  /** Where the reader has to be after the rows were laid anew, so that the row at the top of the view stays there. */
  private moved(before: Place, lay: () => unknown): Place {
    const anchor = before.px < 4 ? null : this.heights.rowAt(before.px);
    lay();
    const top = anchor === null ? null : this.heights.topOf(anchor.key);
    if (anchor === null || top === null) return { ...before };
    const px = top + anchor.abovePx;
    return { px, shiftPx: before.shiftPx + px - before.px };
  }
}
