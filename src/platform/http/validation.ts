import { ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { InputInvalid } from './http.errors.js';

/** Refuses what the DTO does not name or allow; converts nothing that was not asked for. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => inputInvalid(issuesOf(errors)),
  });
}

/** A 400 whose sentence names the first field and whose `errors` names them all. */
export function inputInvalid(issues: readonly FieldIssue[]): InstanceType<typeof InputInvalid> {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new InputInvalid(first ? `${first.message}${more}` : 'The input is not valid.').withIssues(issues);
}

function issuesOf(errors: readonly ValidationError[], under = ''): FieldIssue[] {
  return errors.flatMap((error) => {
    const path = under === '' ? error.property : `${under}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...issuesOf(error.children ?? [], path)];
  });
}
