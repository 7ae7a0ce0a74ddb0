const base = require('./jest.config.js');

/** Tests against real systems. Each file says how to start its system; a system that is not there is skipped with a message. */
module.exports = {
  ...base,
  roots: ['<rootDir>/test/live'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
