import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: 'status/redundancy',
    title: 'Redundancy',
    loadComponent: () => import('./status/redundancy/redundancy-page.ts').then((page) => page.RedundancyPage),
  },
  {
    path: 'networking/node-settings',
    title: 'Node Settings',
    loadComponent: () =>
      import('./networking/node-settings/node-settings-page.ts').then((page) => page.NodeSettingsPage),
  },
  {
    path: 'diagnostics/logs',
    title: 'Logs',
    loadComponent: () => import('./diagnostics/logs/logs-page.ts').then((page) => page.LogsPage),
  },
  { path: '**', redirectTo: 'status/redundancy' },
];
