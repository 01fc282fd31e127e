/**
 * Node itself imports tests and sources (test/jest): once per worker, not once per test file in a sandbox of its own,
 * which would take seconds each. So tests share a process: they leave globals as they found them.
 */
export default {
  testEnvironment: '<rootDir>/test/jest/environment.ts',
  testRunner: '<rootDir>/test/jest/runner.ts',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.spec.ts'],
  maxWorkers: 2,
  // Bounds a hang; how long things take is measured by `npm run bench`, not here.
  testTimeout: 60_000,
};
