import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getState, resetState } from 'jest-circus';
import { endAll } from '../support/endings.js';

/** What Jest asks of a test runner: the settings of the run and of the project, environment, runtime, path of the test, … */
type TestRunner = (
  ...all: [
    run: unknown,
    project: unknown,
    environment: unknown,
    runtime: object,
    path: string,
    ...more: unknown[],
  ]
) => Promise<unknown>;

const require = createRequire(import.meta.url);
const circus = require('jest-circus/runner') as { default: TestRunner };
const handlers = Reflect.get(globalThis, Symbol.for('EVENT_HANDLERS')) as unknown[];
const handlersOfItsOwn = handlers.length;

// Jest awaits this function of what a worker runs before it lets the worker end.
const worker = require.cache[join(dirname(require.resolve('jest-runner')), 'testWorker.js')];
if (worker) Object.assign(worker.exports as object, { teardown: endAll });

/** Jest's own runner, except that Node imports the test: what two tests import is loaded once per process. */
export default function runTest(...all: Parameters<TestRunner>): ReturnType<TestRunner> {
  Object.assign(all[3], {
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path: string) => import(pathToFileURL(path).href),
    requireInternalModule: (path: string) => {
      const collector: unknown = require(path);
      beginAnew();
      return collector;
    },
  });
  return circus.default(...all);
}

/** No test of the file before is left; `it` stays the same function, for modules that keep it. */
function beginAnew(): void {
  handlers.length = handlersOfItsOwn;
  resetState();
  for (const name of Object.getOwnPropertySymbols(globalThis))
    if (name.description === 'JEST_STATE_SYMBOL') Reflect.set(globalThis, name, getState());
}
