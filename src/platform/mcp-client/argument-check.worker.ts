import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker';
import { answerTasks } from '#platform/threads/thread-script';
import type { ArgumentTask } from './argument-check.js';

/** It interprets schemas. One that writes code would run what a stranger's schema makes of it. */
const validator = new CfWorkerJsonSchemaValidator();

answerTasks(({ schema, given }: ArgumentTask): string | null => {
  const { valid, errorMessage } = validator.getValidator(schema)(given);
  return valid ? null : (errorMessage ?? 'They do not fit.');
});
