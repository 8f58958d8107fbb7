import { Component, computed, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../../ui/icon.ts';
import { momentInUtc, momentInWords } from '../../ui/moment.ts';
import { toneIcons } from '../../ui/tone.ts';
import type { AddressTest } from './address-test.ts';
import { testAdvice, viewInWords } from './address-test-words.ts';
import type { SettingsNode } from './settings-node.ts';

/** Who answers at the public address, before it is saved: from this browser and from both gateways. */
@Component({
  selector: 'us-address-test-panel',
  imports: [Icon, MatButton],
  templateUrl: './address-test-panel.html',
  styleUrl: './address-test-panel.css',
})
export class AddressTestPanel {
  /** What stands in the form now; `null`: nothing that could be asked. */
  readonly address = input.required<string | null>();
  readonly node = input.required<SettingsNode>();
  readonly pageScheme = input.required<'http' | 'https'>();
  /** Only an administrator has gateways ask. */
  readonly mayTest = input.required<boolean>();
  /** The last test, of whichever address. */
  readonly test = input.required<AddressTest | null>();
  readonly start = output<string>();
  /** What could stand at the other node too; `null`: nothing, or it does already. */
  readonly forBoth = input<string | null>(null);
  readonly useForBoth = output<string>();

  private readonly taken = signal<string | null>(null);
  protected readonly isTaken = computed(() => this.taken() !== null && this.taken() === this.address());

  protected readonly icons = toneIcons;
  protected readonly words = computed(() => {
    const test = this.test();
    // What was found for another address says nothing of this one.
    if (test === null || test.address !== this.address()) return null;
    const context = { node: this.node(), pageScheme: this.pageScheme() };
    return {
      origin: test.origin,
      at: momentInWords(test.startedAt, test.startedAt),
      utc: momentInUtc(test.startedAt),
      rows: test.views.map((view) => ({ name: view.name, ...viewInWords(test, view, context) })),
      advice: testAdvice(test, context),
      running: test.views.some(({ seen }) => seen === null),
    };
  });
  protected readonly canStart = computed(
    () => this.mayTest() && this.address() !== null && this.words()?.running !== true,
  );

  protected putForBoth(): void {
    const address = this.forBoth();
    if (address === null) return;
    this.taken.set(address);
    this.useForBoth.emit(address);
  }

  protected ask(): void {
    const address = this.address();
    if (this.canStart() && address !== null) this.start.emit(address);
  }
}
