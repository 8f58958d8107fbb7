import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** index.html and what it makes the browser load before the first page shows: scripts, styles, static imports. */
export function initialFiles(folder: string): string[] {
  const index = join(folder, 'index.html');
  const files = new Set<string>([index]);
  const waiting = referencesOf(readFileSync(index, 'utf8')).map((name) => join(folder, name));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file) || !existsSync(file)) continue;
    files.add(file);
    if (file.endsWith('.js')) waiting.push(...staticImportsOf(file));
  }
  return [...files];
}

function referencesOf(html: string): string[] {
  return [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^":?#]+)"/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => /\.(js|css|ico|svg|png|woff2)$/.test(name));
}

/** As minified: `import{a}from"./x.js"`, `import"./x.js"`, `export{a}from"./x.js"`; never `import("…")`. */
function staticImportsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8');
  return [...code.matchAll(/\b(?:from|import)\s*"(\.[^"]+\.js)"/g)].map((match) => join(dirname(file), match[1] ?? ''));
}
