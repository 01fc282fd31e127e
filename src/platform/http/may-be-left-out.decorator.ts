import { ValidateIf } from 'class-validator';

/** May be left out, but not null. */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
