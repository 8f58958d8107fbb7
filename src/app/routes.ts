import type { Routes } from '@angular/router';
import { inTime } from './gateways/lazy-part.ts';
import { Shell } from './shell/shell.ts';
import { askBeforeLeaving } from './ui/form/leave-guard.ts';

/** What stands in the console, with the menu around it. */
const pages: Routes = [
  {
    path: 'status/redundancy',
    title: 'Redundancy',
    loadComponent: () => inTime(import('./status/redundancy/redundancy-page.ts').then((page) => page.RedundancyPage)),
  },
  {
    path: 'networking/node-settings',
    title: 'Node Settings',
    canDeactivate: [askBeforeLeaving],
    loadComponent: () =>
      inTime(import('./networking/node-settings/node-settings-page.ts').then((page) => page.NodeSettingsPage)),
  },
  {
    path: 'networking/redundancy',
    title: 'Redundancy Settings',
    canDeactivate: [askBeforeLeaving],
    loadComponent: () =>
      inTime(import('./networking/redundancy/redundancy-settings-page.ts').then((page) => page.RedundancySettingsPage)),
  },
  {
    path: 'diagnostics/logs',
    title: 'Logs',
    loadComponent: () => inTime(import('./diagnostics/logs/logs-page.ts').then((page) => page.LogsPage)),
  },
  {
    path: 'runtime',
    title: 'Runtime',
    loadComponent: () => inTime(import('./runtime/list/runtime-list-page.ts').then((page) => page.RuntimeListPage)),
  },
  { path: '**', redirectTo: 'status/redundancy' },
];

export const routes: Routes = [
  {
    path: 'runtime/:project/:page',
    loadComponent: () => inTime(import('./runtime/runtime-page.ts').then((page) => page.RuntimePage)),
  },
  { path: '', component: Shell, children: pages },
];
