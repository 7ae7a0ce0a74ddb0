// House rules for everything that is not scanned by n8n: hub, sandbox, tests, benchmarks, scripts.
// The pack itself is linted with n8n's own configuration (eslint.config.mjs).
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['**/dist/**', '**/generated/**', '**/node_modules/**', '.run/**', 'test/fixtures/**', 'test/live/tryton/run/**']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-else-return': 'error',
    },
  },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', structuredClone: 'readonly', performance: 'readonly', Buffer: 'readonly', require: 'readonly', module: 'readonly', AbortSignal: 'readonly', Intl: 'readonly', __dirname: 'readonly' } },
  },
);
