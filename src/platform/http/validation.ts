import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { InputInvalid } from './http.errors.js';
import { rememberRules } from './remembered-rules.js';

const BUILT_IN: readonly unknown[] = [undefined, Object, Array, String, Number, Boolean];
/** Names that class-transformer passes over in silence. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype'];
/** What class-transformer takes for the class of an object that has it. */
const TRAP = 'constructor';

/** Looks at the outside of a body or query before its fields are looked at. */
class ShapePipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isOurs = metadata.type === 'body' || metadata.type === 'query';
    if (isOurs && value !== undefined && !BUILT_IN.includes(metadata.metatype)) refuseOtherShapes(value);
    return super.transform(value, metadata);
  }
}

/** Refuses what the DTO does not name or allow; converts nothing that was not asked for. */
export function validationPipe(): ValidationPipe {
  rememberRules();
  return new ShapePipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false },
    exceptionFactory: (errors) => inputInvalid(issuesOf(errors)),
  });
}

/** A 400 whose sentence names the first field and whose `errors` names them all. */
function inputInvalid(issues: readonly FieldIssue[]): InstanceType<typeof InputInvalid> {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new InputInvalid(first ? `${first.message}${more}` : 'The input is not valid.').withIssues(issues);
}

function refuseOtherShapes(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw inputInvalid([{ path: '', message: 'The body must be a JSON object.' }]);
  const names = PROTOTYPE_NAMES.filter((name) => Object.hasOwn(value, name));
  const paths = names.length > 0 ? names : trapsIn(value);
  if (paths.length > 0) throw inputInvalid(paths.map(shouldNotExist));
}

/** What class-transformer must not be given: objects that bring a `constructor` of their own, however deep they stand. */
export function trapIssues(value: unknown): FieldIssue[] {
  return trapsIn(value).map(shouldNotExist);
}

function shouldNotExist(path: string): FieldIssue {
  return { path, message: `property ${path} should not exist` };
}

function trapsIn(value: unknown, under = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = under === '' ? key : `${under}.${key}`;
    return key === TRAP && !Array.isArray(value) ? [path] : trapsIn(inner, path);
  });
}

/** What class-validator found, field by field. */
export function issuesOf(errors: readonly ValidationError[], under = ''): FieldIssue[] {
  return errors.flatMap((error) => {
    const path = under === '' ? error.property : `${under}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((said) => ({
      path,
      message: sentence(error, said),
    }));
    return [...own, ...issuesOf(error.children ?? [], path)];
  });
}

/** Of what is not there, which rule it broke first is nobody's question. */
function sentence({ property, value }: ValidationError, said: string): string {
  return value === undefined && said.startsWith(`${property} `) ? `${property} is missing` : said;
}
