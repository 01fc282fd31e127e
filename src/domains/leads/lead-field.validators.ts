import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, MaxLength, ValidateBy, type ValidationOptions } from 'class-validator';
import { isMailAddress } from '#kernel/address';
import { isCleanText, tidyLine } from './lead-text.js';

/** An optional text without control characters; null clears it. */
export function OptionalText(longest: number): PropertyDecorator {
  return applyDecorators(IsOptional(), IsString(), MaxLength(longest), IsClean());
}

/** An optional line of text, tidied; null and an empty one clear it. */
export function OptionalLine(longest: number): PropertyDecorator {
  return applyDecorators(Transform(tidied), OptionalText(longest));
}

function tidied({ value }: { value: unknown }): unknown {
  return typeof value === 'string' ? tidyLine(value) || null : value;
}

/** One mail address, safe to hand to a mail server. */
export function IsAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'isAddress',
    validator: { validate: isMailAddress, defaultMessage: () => '$property must be a mail address' },
  });
}

export function IsClean(options: ValidationOptions = {}): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => typeof value === 'string' && isCleanText(value),
    defaultMessage: () => '$property must be text without control characters',
  };
  return ValidateBy({ name: 'isClean', validator }, options);
}
