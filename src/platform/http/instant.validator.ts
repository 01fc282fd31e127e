import { applyDecorators } from '@nestjs/common';
import { IsISO8601, Matches, ValidateBy } from 'class-validator';

/** Of the many forms of ISO 8601 those that Postgres reads alike: a day, or a moment with or without its zone. */
const INSTANT =
  /^(?!0000)\d{4}-\d\d-\d\d(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/;

/** A day or a moment, as `2026-12-01` or `2026-12-01T09:00:00Z`; UTC where no zone is given. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    Matches(INSTANT, { message: '$property must be a moment such as 2026-12-01T09:00:00Z' }),
    IsISO8601({ strict: true, strictSeparator: true }),
    ValidateBy({
      name: 'isBeforeYear10000',
      validator: {
        validate: (value) => typeof value === 'string' && !(instantOf(value).getUTCFullYear() > 9_999),
        defaultMessage: () => '$property must be before the year 10000 of UTC',
      },
    }),
  );
}

/** The moment that such a text names. */
export function instantOf(text: string): Date {
  return new Date(/T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`);
}
