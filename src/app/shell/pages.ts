/** The side menu: the path of a page is the path of its entry. */
export const pageGroups = [
  { title: 'Status', pages: [{ title: 'Redundancy', path: '/status/redundancy' }] },
  {
    title: 'Networking',
    pages: [
      { title: 'Node Settings', path: '/networking/node-settings' },
      { title: 'Redundancy', path: '/networking/redundancy' },
    ],
  },
  { title: 'Diagnostics', pages: [{ title: 'Logs', path: '/diagnostics/logs' }] },
  { title: 'Runtime', pages: [{ title: 'Pages', path: '/runtime' }] },
] as const;
