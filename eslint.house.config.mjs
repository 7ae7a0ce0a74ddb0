// House rules for everything that is not scanned by n8n: hub, sandbox, tests, benchmarks, scripts.
// The pack itself is linted with n8n's own configuration (eslint.config.mjs).
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    '**/dist/**',
    '**/generated/**',
    '**/node_modules/**',
    '.run/**',
    'test/fixtures/**',
    'test/live/tryton/run/**',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-else-return': 'error',
    },
  },
  {
    // TypeScript itself knows which names exist.
    files: ['**/*.tsx'],
    rules: { 'no-undef': 'off' },
  },
  {
    // Cleaning text is about control and joining characters, and the layout is Prettier's business.
    files: ['**/*.ts'],
    rules: { 'no-control-regex': 'off', 'no-misleading-character-class': 'off', 'no-unexpected-multiline': 'off' },
  },
  {
    // Tests break data on purpose.
    files: ['**/test/**/*.ts'],
    rules: { 'no-loss-of-precision': 'off', '@typescript-eslint/no-dynamic-delete': 'off' },
  },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        structuredClone: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
        require: 'readonly',
        module: 'readonly',
        AbortSignal: 'readonly',
        Intl: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
);
