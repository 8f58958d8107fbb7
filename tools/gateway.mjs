import './node-version.mjs';

import('./setup.mjs').then(({ runTypeScript }) => runTypeScript('gateway/main.ts'));
