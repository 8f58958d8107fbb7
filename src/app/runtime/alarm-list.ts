import { Component, computed, input, output } from '@angular/core';
import { Icon } from '../ui/icon.ts';
import type { AlarmView } from './alarm-view.ts';
import type { RuntimeAlarm } from '#contract/runtime-alarms';

/** More of them are looked through: the values below stay on the wall. */
const mostAtOnce = 5;

/** What somebody should look at, most urgent first. */
@Component({
  selector: 'us-alarm-list',
  imports: [Icon],
  templateUrl: './alarm-list.html',
  styleUrl: './alarm-list.css',
})
export class AlarmList {
  readonly alarms = input.required<readonly AlarmView[]>();
  /** How many there are besides, with nothing to tell. */
  readonly quiet = input.required<number>();
  /** It is shown as it was: nothing is heard now. */
  readonly aged = input.required<boolean>();
  /** Who is signed in may acknowledge. */
  readonly writable = input.required<boolean>();
  readonly typed = output<{ alarm: RuntimeAlarm; comment: string }>();
  readonly acknowledged = output<{ alarm: RuntimeAlarm; comment: string }>();

  protected readonly unacknowledged = computed(() => this.alarms().filter(({ open }) => open).length);
  protected readonly isLong = computed(() => this.alarms().length > mostAtOnce);

  protected acknowledge(submitted: Event, alarm: RuntimeAlarm, comment: string): void {
    submitted.preventDefault();
    this.acknowledged.emit({ alarm, comment });
  }
}
