import './node-version.mjs';

import('./setup.mjs').then(({ runTypeScript }) => runTypeScript('tools/bench/bench.ts'));
