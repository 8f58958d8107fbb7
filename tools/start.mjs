import './node-version.mjs';

import('./setup.mjs').then(({ runTypeScript }) => runTypeScript('tools/pair/local-pair.ts'));
