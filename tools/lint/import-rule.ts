import { posix, relative, sep } from 'node:path';
import type { Rule } from 'eslint';
import { root } from '../root.ts';
import { forSpecs, pageFolderOf, panel, zones, type Zone } from './import-table.ts';

type Way = 'static' | 'type' | 'lazy';

/** What the rule needs of every syntax node that imports. */
interface Importing {
  source?: { value?: unknown } | null;
  specifiers?: { imported?: { name?: string } }[];
  importKind?: 'type' | 'value';
  exportKind?: 'type' | 'value';
}

/** Enforces `import-table.ts`. */
export const importRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { forbidden: '{{zone}} must not import {{source}}: see the table in ARCHITECTURE.md' },
  },
  create(context) {
    const path = relative(root, context.filename).split(sep).join('/');
    const imports: { node: Rule.Node; source: string; way: Way }[] = [];
    let component = false;
    const collect = (node: Rule.Node, way: Way) => {
      const { source, specifiers, importKind, exportKind }: Importing = node as Importing;
      if (typeof source?.value !== 'string') return;
      component ||= specifiers?.some(({ imported }) => imported?.name === 'Component') ?? false;
      const typeOnly = importKind === 'type' || exportKind === 'type';
      imports.push({ node, source: source.value, way: typeOnly ? 'type' : way });
    };
    return {
      ImportDeclaration: (node) => collect(node, 'static'),
      ExportNamedDeclaration: (node) => collect(node, 'static'),
      ExportAllDeclaration: (node) => collect(node, 'static'),
      ImportExpression: (node) => collect(node, 'lazy'),
      'Program:exit'() {
        const zone = component && canBePanel(path) ? panel : zones.find(({ files }) => files.test(path));
        for (const { node, source, way } of imports) {
          if (zone === undefined || mayImport(zone, path, targetOf(path, source), way)) continue;
          context.report({ node, messageId: 'forbidden', data: { zone: zone.name, source } });
        }
      },
    };
  },
};

function mayImport(zone: Zone, path: string, target: string, way: Way): boolean {
  const folder = pageFolderOf(path);
  if (folder !== null && target.startsWith(folder)) {
    return zone !== panel || way === 'type' || !/-(panel|page)\.ts$/.test(target);
  }
  const allowed = [...zone.may];
  if (way === 'type') allowed.push(...(zone.mayAsType ?? []));
  if (way === 'lazy') allowed.push(...(zone.mayLazily ?? []));
  if (/\.(spec|testing)\.ts$/.test(path)) allowed.push(...forSpecs);
  return allowed.some((pattern) => pattern.test(target));
}

/** From the root of the repository where the import leads into it; a package as it is written. */
function targetOf(path: string, source: string): string {
  if (source.startsWith('#')) return source.slice(1);
  return source.startsWith('.') ? posix.join(posix.dirname(path), source) : source;
}

/** A component in a page's folder is a panel, unless it is the page itself or belongs to a spec. */
function canBePanel(path: string): boolean {
  return pageFolderOf(path) !== null && !/(-page|\.spec|\.harness|\.testing)\.ts$/.test(path);
}
