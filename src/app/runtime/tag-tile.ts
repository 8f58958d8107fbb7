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
  protected readonly isSwitch = computed(() => this.view().tag.dataType === 'boolean');

  protected submit(submitted: Event): void {
    submitted.preventDefault();
    const draft = this.draft();
    if (draft !== null) this.sent.emit(draft.text);
  }
}
