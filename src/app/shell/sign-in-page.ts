import { NgComponentOutlet } from '@angular/common';
import { afterNextRender, Component, computed, DOCUMENT, type ElementRef, inject, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Store } from '@ngrx/store';
import { lazyPart } from '../gateways/lazy-part.ts';
import { sessionEvents, sessionFeature } from '../gateways/session-state.ts';
import { isOperatorAddress } from './administered.ts';
import { GoOn } from './go-on.ts';
import { signInSentence } from './sign-in-sentence.ts';

/** Name and password for the node that this page came from; the other node takes the same sign-in. */
@Component({
  selector: 'us-sign-in-page',
  imports: [GoOn, MatButton, MatFormField, MatInput, MatLabel, NgComponentOutlet],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.css',
})
export class SignInPage {
  private readonly store = inject(Store);
  private readonly isOperators = isOperatorAddress(inject(DOCUMENT).location.pathname);
  private readonly failure = this.store.selectSignal(sessionFeature.selectFailure);
  private readonly phase = this.store.selectSignal(sessionFeature.selectPhase);
  protected readonly busy = computed(() => this.phase() === 'signingIn');
  protected readonly problem = computed(() => {
    const failure = this.failure();
    return failure === null ? null : signInSentence(failure);
  });
  /** In place of an operator's page the form moves by itself. */
  protected readonly isLost = computed(() => {
    const kind = this.failure()?.kind;
    return !this.isOperators && (kind === 'noAnswer' || kind === 'timeout');
  });
  private readonly nameField = viewChild.required<ElementRef<HTMLInputElement>>('name');
  /** In place of an operator's page the form follows as that does. */
  protected readonly formSwitch = lazyPart(() => import('../runtime/switch/form-switch.ts').then((f) => f.FormSwitch));

  constructor() {
    if (this.isOperators) void this.formSwitch.get();
    else afterNextRender(() => this.nameField().nativeElement.focus());
  }

  protected signIn(submitted: Event, userName: string, password: string): void {
    submitted.preventDefault();
    this.store.dispatch(sessionEvents.signInAsked({ request: { userName, password } }));
  }
}
