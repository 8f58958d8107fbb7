import './node-version.mjs';

import('./setup.mjs').then(({ runTypeScript }) => runTypeScript('tools/console/build.ts'));
