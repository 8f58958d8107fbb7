import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { bansEverywhere, bansInConsole, bansInCore, bansInFacts } from './tools/lint/bans.ts';
import { importRule } from './tools/lint/import-rule.ts';

const specs = ['**/*.spec.ts', '**/*.harness.ts', '**/*.testing.ts'];
const ban = (...bans) => ({ 'no-restricted-syntax': ['error', ...bans] });

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'data/', '.angular/', 'coverage/', 'test-results/', 'playwright-report/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { understudy: { rules: { imports: importRule } } },
    rules: {
      'understudy/imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-len': ['error', { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreStrings: true }],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // An async function without await turns what it throws into a rejection: hooks and fakes need that.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      ...ban(...bansEverywhere),
    },
  },
  { files: ['gateway/redundancy/**/*.ts'], rules: ban(...bansEverywhere, ...bansInCore) },
  {
    files: ['src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      // inject(Store) is a Store<any>.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'us', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'us', style: 'camelCase' }],
      ...ban(...bansEverywhere, ...bansInConsole),
    },
  },
  { files: ['src/app/gateways/**/*.ts'], rules: ban(...bansEverywhere, ...bansInConsole.slice(1)) },
  {
    files: ['src/**/*-reducer.ts', 'src/**/*-state.ts', 'src/**/*-selectors.ts'],
    rules: ban(...bansEverywhere, ...bansInConsole, ...bansInFacts),
  },
  {
    files: ['src/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: ban({ selector: 'BoundAttribute[name=/^(inner|outer)HTML$/]', message: 'Interpolate the text.' }),
  },
  // Commands for a person print; before the console runs there is nobody else to tell.
  {
    files: ['tools/**', 'bench/**', 'e2e/**', 'gateway/main.ts', 'src/main.ts', 'failover/script.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: specs,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
