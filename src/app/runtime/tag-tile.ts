import { Component, computed, input, output } from '@angular/core';
import { Icon } from '../ui/icon.ts';
import type { TagView } from './runtime-view.ts';

/** A value, and the way to write it. What is typed stays, whatever comes from the gateway. */
@Component({
  selector: 'us-tag-tile',
  imports: [Icon],
  templateUrl: './tag-tile.html',
  styleUrl: './tag-tile.css',
})
export class TagTile {
  readonly view = input.required<TagView>();
  /** It is shown as it was: nothing is heard now. */
  readonly aged = input.required<boolean>();
  /** Who is signed in may write. */
  readonly writable = input.required<boolean>();
  readonly typed = output<string>();
  readonly sent = output<string>();
  readonly discarded = output();

  protected readonly draft = computed(() => this.view().draft);
  protected readonly sending = computed(() => this.draft()?.state === 'sent');
  protected readonly age = computed(() => ageOf(this.view(), this.aged()));
  /** Stands in the place of the description, so that nothing moves. */
  protected readonly hasOutcome = computed(() => {
    const { draft, confirmed } = this.view();
    return confirmed !== null || draft?.note != null || draft?.state === 'sent';
  });
  protected readonly isSwitch = computed(() => this.view().tag.dataType === 'boolean');

  protected submit(submitted: Event): void {
    submitted.preventDefault();
    const draft = this.draft();
    if (draft !== null) this.sent.emit(draft.text);
  }
}

function ageOf({ age, doubt, tag }: TagView, aged: boolean): string {
  if (tag.at === null) return 'Never set';
  if (aged) return `Last heard · ${age}`;
  return doubt === null ? `Good · ${age}` : `· ${age}`;
}
