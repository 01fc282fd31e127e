import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Matches, MaxLength, MinLength, ValidateBy } from 'class-validator';
import { isMailAddress } from '#kernel/address';

const trimmed = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** Text on one line without control characters: nothing in it can begin another header of a mail. */
export function OneLine(longest: number): PropertyDecorator {
  return applyDecorators(
    trimmed(),
    IsString(),
    MinLength(1),
    MaxLength(longest),
    Matches(/^[^\p{Cc}\u2028\u2029]*$/u, {
      message: '$property must be one line without control characters',
    }),
  );
}

/** Text of several lines. */
export function Passage(longest: number, shortest = 1): PropertyDecorator {
  return applyDecorators(trimmed(), IsString(), MinLength(shortest), MaxLength(longest));
}

/** A mail address that is safe to hand to a mail server. */
export function MailAddress(): PropertyDecorator {
  const validator = { validate: isMailAddress, defaultMessage: () => '$property must be a mail address' };
  return applyDecorators(trimmed(), ValidateBy({ name: 'mailAddress', validator }));
}
