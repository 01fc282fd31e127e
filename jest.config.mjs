/** Tests run the sources through swc in ESM mode; `#room/…` resolves to src by the condition "own-source". */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['own-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^#(kernel|platform|domains|automation)/(.*)$': '<rootDir>/src/$1/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['reflect-metadata'],
  maxWorkers: 2,
  // Bounds a hang; how long things take is measured by `npm run bench`, not here.
  testTimeout: 60_000,
};
