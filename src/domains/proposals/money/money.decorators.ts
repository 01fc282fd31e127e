import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { isCurrency, isLocale } from './currency.js';

/** A currency of ISO 4217, in capitals or not. */
export function IsCurrency(): PropertyDecorator {
  const validator = {
    validate: isCurrency,
    defaultMessage: () => '$property must be a currency of ISO 4217, such as EUR',
  };
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value)),
    ValidateBy({ name: 'isCurrency', validator }),
  );
}

/** A language tag of BCP 47 that amounts and dates can be written in. */
export function IsLocale(): PropertyDecorator {
  const validator = {
    validate: isLocale,
    defaultMessage: () => '$property must be a language tag of BCP 47, such as en-GB',
  };
  return ValidateBy({ name: 'isLocale', validator });
}
