import { Component, input } from '@angular/core';
import { FactList } from '../../../ui/fact-list.ts';
import type { AbsentView } from './absent-view.ts';

/** The place of a node that has never been here. */
@Component({
  selector: 'us-absent-panel',
  imports: [FactList],
  template: `
    <article class="lost" aria-labelledby="absent-node">
      <header>
        <h2 id="absent-node">{{ node().title }}</h2>
        <p class="heard">{{ node().sentence }}</p>
      </header>
      <us-fact-list [facts]="node().facts" />
    </article>
  `,
  styleUrl: './node-panel.css',
})
export class AbsentPanel {
  readonly node = input.required<AbsentView>();
}
