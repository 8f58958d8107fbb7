import { Component, input } from '@angular/core';
import type { Fact } from './fact.ts';
import { Icon } from './icon.ts';

/** Labels and values, one line each. With `asOf`, none of them is of now: each says so. */
@Component({
  selector: 'us-fact-list',
  imports: [Icon],
  template: `
    <dl>
      @for (fact of facts(); track fact.label) {
        <div [class]="fact.look">
          <dt>{{ fact.label }}</dt>
          <dd [title]="fact.hover ?? ''">
            @if (fact.look === 'attention') {
              <us-icon name="attention" />
            }
            <span class="value">{{ fact.text }}</span>
            @if (fact.note !== null) {
              &ngsp;<span class="note">{{ fact.note }}</span>
            }
            @if (asOf() !== null) {
              &ngsp;<span class="note as-of">(as of {{ asOf() }})</span>
            }
          </dd>
        </div>
      }
    </dl>
  `,
  styleUrl: './fact-list.css',
  host: { '[class.aged]': 'asOf() !== null' },
})
export class FactList {
  readonly facts = input.required<readonly Fact[]>();
  readonly asOf = input<string | null>(null);
}
