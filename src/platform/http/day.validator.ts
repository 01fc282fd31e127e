import { applyDecorators } from '@nestjs/common';
import { IsISO8601, Matches } from 'class-validator';

/** A day of these centuries, as `2026-11-27`. */
export function IsDay(): PropertyDecorator {
  return applyDecorators(
    Matches(/^(?:19|2\d)\d\d-\d\d-\d\d$/, { message: '$property must be a day such as 2026-11-27' }),
    IsISO8601({ strict: true }),
  );
}
