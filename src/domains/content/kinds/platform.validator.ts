import { ValidateBy, type ValidationOptions } from 'class-validator';
import { PLATFORMS } from './content-kind.js';

/** A place where content can appear, by its own name: other spellings have been read before. */
export function IsPlatform(options: ValidationOptions = {}): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => PLATFORMS.includes(value as string),
    defaultMessage: () => `$property must be one of: ${PLATFORMS.join(', ')}`,
  };
  return ValidateBy({ name: 'isPlatform', validator }, options);
}
