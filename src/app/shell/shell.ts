import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, computed, effect, inject, Injector, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Store } from '@ngrx/store';
import { map } from 'rxjs';
import { lazyPart, missingInWords } from '../gateways/lazy-part.ts';
import { OtherConsole } from '../gateways/other-console.ts';
import { selectPair, selectSystemName } from '../gateways/pair-selectors.ts';
import { sessionEvents, sessionFeature } from '../gateways/session-state.ts';
import { VERDICT } from '../gateways/verdict-now.ts';
import { selected, watched } from '../gateways/watched.ts';
import { ComingNotice } from '../ui/coming-notice.ts';
import { Icon } from '../ui/icon.ts';
import { AccountMenu } from './account-menu.ts';
import { ConsoleSwitch } from './console-switch.ts';
import { hereLine } from './here-line.ts';
import { PageLoads } from './page-loads.ts';
import { pageGroups } from './pages.ts';
import { ThemeMenu } from './theme-menu.ts';
import { VerdictBadge } from './verdict-badge.ts';

/** What stands around every page. Native popovers instead of Material's menus: a third less to load at first. */
@Component({
  selector: 'us-shell',
  imports: [AccountMenu, ComingNotice, Icon, RouterLink, RouterLinkActive, RouterOutlet, ThemeMenu, VerdictBadge],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  providers: [ConsoleSwitch],
})
export class Shell {
  private readonly store = inject(Store);
  private readonly injector = inject(Injector);
  private readonly otherConsole = inject(OtherConsole);
  private readonly pair = selected(selectPair);

  protected readonly consoleSwitch = inject(ConsoleSwitch);
  protected readonly pageGroups = pageGroups;
  protected readonly verdict = inject(VERDICT);
  protected readonly session = selected(sessionFeature.selectSession);
  protected readonly systemName = selected(selectSystemName);
  protected readonly here = watched(hereLine);
  protected readonly others = computed(() => this.pair().filter((node) => !node.here));
  protected readonly pageLoads = inject(PageLoads);
  protected readonly noPage = watched((...known) => missingInWords('The page', ...known));
  protected readonly passwordDialog = lazyPart(() => import('./open-password-dialog.ts'));
  protected readonly noPasswordDialog = watched((...known) => missingInWords('The dialog for the password', ...known));
  protected readonly wide = toSignal(
    inject(BreakpointObserver)
      .observe('(min-width: 960px)')
      .pipe(map(({ matches }) => matches)),
    { initialValue: true },
  );
  /** The side menu beside the page, where there is room. */
  protected readonly docked = signal(true);
  /** The side menu over the page. */
  protected readonly popped = signal(false);
  protected readonly opened = computed(() => (this.wide() ? this.docked() : this.popped()));

  constructor() {
    effect(() => {
      if (this.session()?.passwordNeeded === true) void this.setPassword();
    });
  }

  protected toggleMenu(menu: HTMLElement): void {
    if (this.wide()) this.docked.update((docked) => !docked);
    else menu.togglePopover();
  }

  protected leavePage(menu: HTMLElement): void {
    if (!this.wide()) menu.hidePopover();
  }

  protected isOpen(event: Event): boolean {
    return event instanceof ToggleEvent && event.newState === 'open';
  }

  protected openOther(nodeId: string): void {
    void this.otherConsole.open(nodeId);
  }

  protected async setPassword(): Promise<void> {
    const dialog = await this.passwordDialog.get();
    dialog?.openPasswordDialog(this.injector);
  }

  protected signOut(): void {
    this.store.dispatch(sessionEvents.signOutAsked());
  }
}
