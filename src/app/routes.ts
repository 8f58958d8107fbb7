import type { Routes } from '@angular/router';
import { askBeforeLeaving } from './ui/form/leave-guard.ts';

export const routes: Routes = [
  {
    path: 'status/redundancy',
    title: 'Redundancy',
    loadComponent: () => import('./status/redundancy/redundancy-page.ts').then((page) => page.RedundancyPage),
  },
  {
    path: 'networking/node-settings',
    title: 'Node Settings',
    canDeactivate: [askBeforeLeaving],
    loadComponent: () =>
      import('./networking/node-settings/node-settings-page.ts').then((page) => page.NodeSettingsPage),
  },
  {
    path: 'networking/redundancy',
    title: 'Redundancy',
    canDeactivate: [askBeforeLeaving],
    loadComponent: () =>
      import('./networking/redundancy/redundancy-settings-page.ts').then((page) => page.RedundancySettingsPage),
  },
  {
    path: 'diagnostics/logs',
    title: 'Logs',
    loadComponent: () => import('./diagnostics/logs/logs-page.ts').then((page) => page.LogsPage),
  },
  { path: '**', redirectTo: 'status/redundancy' },
];
