import { ValidateBy, type ValidationOptions } from 'class-validator';
import { WORDS_PER_PHRASE } from './check/phrase-book.js';
import { wordsOf } from './check/words.js';

/** One line with something to be found in it: words, figures or signs, no more than 40 of them, and no address. */
export function IsPhrase(longest: number, options: ValidationOptions = {}): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => isPhrase(value, longest),
    defaultMessage: () =>
      `${options.each === true ? 'each value in $property' : '$property'} must be 1 to ${WORDS_PER_PHRASE} words in ${longest} characters at most, no address, and no space around them`,
  };
  return ValidateBy({ name: 'isPhrase', validator }, options);
}

function isPhrase(value: unknown, longest: number): boolean {
  if (typeof value !== 'string' || value.length > longest || value !== value.trim()) return false;
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return false;
  const words = wordsOf(value).length;
  return words > 0 && words <= WORDS_PER_PHRASE;
}
