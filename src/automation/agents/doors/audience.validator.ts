import { ValidateBy } from 'class-validator';

const LONGEST = 2_000;

/** Whom a text is for: words, or an object that says it, of at most 2,000 characters. */
export function IsAudience(): PropertyDecorator {
  return ValidateBy({
    name: 'isAudience',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string'
          ? value.length >= 1 && value.length <= LONGEST
          : typeof value === 'object' &&
            value !== null &&
            !Array.isArray(value) &&
            Object.keys(value).every((key) => key.length <= 100) &&
            JSON.stringify(value).length <= LONGEST,
      defaultMessage: () => `$property must be words or an object of at most ${LONGEST} characters`,
    },
  });
}
