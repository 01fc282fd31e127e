import { applyDecorators } from '@nestjs/common';
import { IsOptional, IsString, MaxLength, ValidateBy, type ValidationOptions } from 'class-validator';
import { isMailAddress } from '#kernel/address';
import { isCleanText } from './lead-text.js';

const LARGEST_CUSTOM_FIELDS = 32 * 1024;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** An optional text without control characters; null clears it. */
export function OptionalText(longest: number): PropertyDecorator {
  return applyDecorators(IsOptional(), IsString(), MaxLength(longest), IsClean());
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

/** A JSON object of at most 100 keys and 32 KB. */
export function IsCustomFields(): PropertyDecorator {
  return ValidateBy({
    name: 'isCustomFields',
    validator: {
      validate: isCustomFields,
      defaultMessage: () => '$property must be an object of at most 100 keys and 32 KB',
    },
  });
}

function isCustomFields(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.length <= 100 &&
    keys.every((key) => key.length > 0 && key.length <= 64 && !FORBIDDEN_KEYS.has(key) && isCleanText(key)) &&
    Buffer.byteLength(JSON.stringify(value)) <= LARGEST_CUSTOM_FIELDS
  );
}
