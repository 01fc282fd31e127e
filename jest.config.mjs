import { useMemoryForTemporaryFiles } from './test/jest/temporary-folder.mjs';

useMemoryForTemporaryFiles();

/**
 * Node itself imports tests and sources (test/jest): once per worker, not once per test file in a sandbox of its own,
 * which would take seconds each. So tests share a process: they leave globals as they found them.
 */
export default {
  testEnvironment: '<rootDir>/test/jest/environment.ts',
  testRunner: '<rootDir>/test/jest/runner.ts',
  globalTeardown: '<rootDir>/test/jest/teardown.ts',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.spec.ts'],
  maxWorkers: 2,
  // A worker closes what its tests shared; half a second, the default, is short for that where others compute.
  workerGracefulExitTimeout: 20_000,
  // Bounds a hang; how long things take is measured by `npm run bench`, not here.
  testTimeout: 120_000,
};
