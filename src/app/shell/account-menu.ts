import { Component, input, output } from '@angular/core';
import type { Session } from '#contract/session';
import type { PairNode } from '../gateways/pair-selectors.ts';
import { Icon } from '../ui/icon.ts';

/** What the person who is signed in can do about that. */
@Component({
  selector: 'us-account-menu',
  imports: [Icon],
  template: `
    <p class="who">{{ session()?.userName }} · {{ session()?.role }}</p>
    @for (node of others(); track node.nodeId) {
      <button
        type="button"
        popovertarget="account-menu"
        popovertargetaction="hide"
        (click)="otherOpened.emit(node.nodeId)"
      >
        <us-icon name="open" /> Open the console of {{ node.name }}
      </button>
    }
    <button type="button" popovertarget="account-menu" popovertargetaction="hide" (click)="passwordAsked.emit()">
      <us-icon name="key" /> Set password
    </button>
    <button type="button" popovertarget="account-menu" popovertargetaction="hide" (click)="signOutAsked.emit()">
      <us-icon name="signOut" /> Sign out
    </button>
  `,
  styleUrl: './menu.css',
})
export class AccountMenu {
  readonly session = input.required<Session | null>();
  /** The nodes that this page did not come from. */
  readonly others = input.required<readonly PairNode[]>();
  readonly otherOpened = output<string>();
  readonly passwordAsked = output();
  readonly signOutAsked = output();
}
