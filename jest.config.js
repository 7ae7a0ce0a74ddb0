const swc = (syntax) => ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax } }, module: { type: 'commonjs' } }];

/** Packages that are published as ES modules only; Jest loads CommonJS, so they are transformed like our own sources. */
const MODULES_ONLY = ['cookie'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/hub/test', '<rootDir>/sandbox/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/live/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/hub/dist/', '<rootDir>/sandbox/dist/', '<rootDir>/.run/'],
  transform: {
    '^.+\\.ts$': swc('typescript'),
    [`/node_modules/(?:${MODULES_ONLY.join('|')})/.+\\.js$`]: swc('ecmascript'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${MODULES_ONLY.join('|')})/)`],
  // One throw-away PostgreSQL for all suites of the hub's store, where its programs are on the machine.
  globalSetup: '<rootDir>/hub/test/support/globalPostgres.ts',
  globalTeardown: '<rootDir>/hub/test/support/stopGlobalPostgres.ts',
  testTimeout: 30_000,
};
