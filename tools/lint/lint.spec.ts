import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { root } from '../root.ts';

/** The repository's own rules on files that do not exist, hence without what needs types. */
const lint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

describe('Lint', () => {
  for (const [path, target] of [
    ['contract/x.ts', 'zod/mini'],
    ['contract/x.ts', './roles.ts'],
    ['gateway/http/x.ts', '#contract/roles'],
    ['gateway/http/x.ts', 'fastify'],
    ['gateway/config/disk/database.ts', 'node:sqlite'],
    ['src/app/gateways/x.ts', '@angular/common/http'],
    ['src/app/status/redundancy/redundancy-page.ts', '../../gateways/time.ts'],
    ['src/app/status/redundancy/redundancy-page.ts', './node-panel.ts'],
    ['src/app/status/redundancy/redundancy-page.ts', '@ngrx/store'],
    ['src/app/status/redundancy/node-panel.ts', '#contract/roles'],
    ['src/app/shell/x.ts', '../gateways/time.ts'],
    ['src/app/runtime/x.ts', '../../../failover/page.ts'],
    ['src/app/shell/x.ts', '../../../failover/page.ts'],
    ['src/app/runtime/x.ts', '@swimlane/ngx-charts'],
    ['e2e/x.spec.ts', '#contract/redundancy-status'],
    ['failover/x.spec.ts', 'fast-check'],
    ['bench/x.ts', '../gateway/redundancy/simulation/schedule.ts'],
  ] as const) {
    it(`lets ${path} import ${target}`, async () => {
      expect(await rulesBrokenBy(path, importing(path, target))).not.toContain('understudy/imports');
    });
  }

  for (const [path, target] of [
    ['contract/x.ts', '../gateway/errors.ts'],
    ['contract/x.ts', 'node:fs'],
    ['contract/x.ts', 'rxjs'],
    ['gateway/http/x.ts', 'rxjs'],
    ['gateway/http/x.ts', '@angular/core'],
    ['gateway/http/x.ts', '../../src/app/gateways/time.ts'],
    ['gateway/http/x.ts', '../../failover/index.ts'],
    ['gateway/http/x.ts', 'node:sqlite'],
    ['failover/x.ts', '#contract/heartbeat'],
    ['failover/x.ts', 'rxjs'],
    ['src/app/gateways/x.ts', '../status/redundancy/redundancy-page.ts'],
    ['src/app/gateways/x.ts', '../../../failover/index.ts'],
    ['src/app/gateways/x.ts', '../../../gateway/errors.ts'],
    ['src/app/ui/x.ts', '@ngrx/store'],
    ['src/app/ui/x.ts', '@angular/common/http'],
    ['src/app/ui/x.ts', '../gateways/time.ts'],
    ['src/app/status/redundancy/redundancy-page.ts', '../../diagnostics/logs/logs-page.ts'],
    ['src/app/status/redundancy/node-panel.ts', '@ngrx/store'],
    ['src/app/status/redundancy/node-panel.ts', '@angular/common/http'],
    ['src/app/status/redundancy/node-panel.ts', 'rxjs'],
    ['src/app/status/redundancy/node-panel.ts', '../../gateways/poll.ts'],
    ['src/app/status/redundancy/node-panel.ts', './pings-panel.ts'],
    ['src/app/shell/x.ts', '../diagnostics/logs/logs-page.ts'],
    ['src/app/runtime/x.ts', '../status/redundancy/redundancy-page.ts'],
    ['bench/x.ts', '../gateway/errors.ts'],
    ['e2e/x.spec.ts', '../gateway/errors.ts'],
    ['e2e/x.spec.ts', '../src/app/gateways/time.ts'],
  ] as const) {
    it(`stops ${path} from importing ${target}`, async () => {
      expect(await rulesBrokenBy(path, importing(path, target))).toContain('understudy/imports');
    });
  }

  it('lets the shell load a page lazily, and only lazily', async () => {
    const load = "export const load = () => import('./diagnostics/logs/logs-page.ts');";
    expect(await rulesBrokenBy('src/app/routes.ts', load)).toEqual([]);
  });

  it('lets a panel and the failover library take types from where values are forbidden', async () => {
    const panel = "import type { Kept } from '../../gateways/kept.ts';\n" + importing('src/', '@angular/material/icon');
    expect(await rulesBrokenBy('src/app/status/redundancy/node-panel.ts', panel)).not.toContain('understudy/imports');
    const library = "import type { Heartbeat } from '#contract/heartbeat';\nexport type Answer = Heartbeat;";
    expect(await rulesBrokenBy('failover/x.ts', library)).toEqual([]);
  });

  for (const [what, path, code] of [
    ['an enum', 'gateway/x.ts', 'export enum Level { Low }'],
    ['a barrel', 'gateway/x.ts', "export * from './errors.ts';"],
    ['a focused spec', 'gateway/x.spec.ts', "fit('runs alone', () => undefined);"],
    ['a test that is left out', 'e2e/x.spec.ts', "test.skip('x', () => undefined);"],
    ['a wait by the clock', 'e2e/x.spec.ts', 'await page.waitForTimeout(1000);'],
    ['a timer in a page', 'src/app/status/redundancy/redundancy-page.ts', 'setTimeout(() => undefined, 10);'],
    ['markup from data', 'src/app/ui/x.ts', "document.body.innerHTML = 'x';"],
    ['a class called Component', 'src/app/ui/x.ts', 'export class RoleComponent {}'],
    ['a clock in a reducer', 'src/app/gateways/gateways-reducer.ts', 'export const at = Date.now();'],
    ['a clock in the redundancy core', 'gateway/redundancy/x.ts', 'export const at = Date.now();'],
    ['chance in the redundancy core', 'gateway/redundancy/x.ts', 'export const roll = Math.random();'],
  ] as const) {
    it(`stops ${what}`, async () => {
      expect(await rulesBrokenBy(path, code)).toContain('no-restricted-syntax');
    });
  }

  it('stops any, and a promise of "not null" outside specs', async () => {
    expect(await rulesBrokenBy('gateway/x.ts', 'export const x: any = 1;')).toContain(
      '@typescript-eslint/no-explicit-any',
    );
    const assertion = 'export const length = (x: string | null) => x!.length;';
    expect(await rulesBrokenBy('gateway/x.ts', assertion)).toContain('@typescript-eslint/no-non-null-assertion');
    expect(await rulesBrokenBy('gateway/x.spec.ts', assertion)).toEqual([]);
  });

  it('cannot be silenced by a comment', async () => {
    const code = '/* eslint-disable */\nexport enum Level { Low }';
    expect(await rulesBrokenBy('gateway/x.ts', code)).toContain('no-restricted-syntax');
  });

  it('stops markup from data in a template', async () => {
    expect(await rulesBrokenBy('src/app/ui/x.html', '<p [innerHTML]="text"></p>')).toContain('no-restricted-syntax');
  });

  it('wants our prefix on a selector', async () => {
    const code =
      "import { Component } from '@angular/core';\n@Component({ selector: 'app-x', template: '' })\nexport class X {}";
    expect(await rulesBrokenBy('src/app/ui/x.ts', code)).toContain('@angular-eslint/component-selector');
  });
});

/** A file that imports `target`; in the console it is a component. */
function importing(path: string, target: string): string {
  const component = path.startsWith('src/')
    ? "import { Component } from '@angular/core';\nexport { Component };\n"
    : '';
  return `${component}import { x } from '${target}';\nexport const y = x;\n`;
}

async function rulesBrokenBy(path: string, code: string): Promise<(string | null)[]> {
  const [result] = await lint.lintText(code, { filePath: `${root}${path}` });
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message);
}
