import './node-version.mjs';

import('./setup.mjs').then(({ runTypeScript }) => runTypeScript('tools/check/check.ts'));
