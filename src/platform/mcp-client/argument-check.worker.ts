import { parentPort } from 'node:worker_threads';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker';
import type { ArgumentTask } from './argument-check.js';

/** It interprets schemas. One that writes code would run what a stranger's schema makes of it. */
const validator = new CfWorkerJsonSchemaValidator();

parentPort?.on('message', ({ schema, given }: ArgumentTask) => {
  try {
    const { valid, errorMessage } = validator.getValidator(schema)(given);
    parentPort?.postMessage({ result: valid ? null : (errorMessage ?? 'They do not fit.') });
  } catch {
    parentPort?.postMessage({ failure: 'The schema cannot be read.' });
  }
});
