import { ValidateBy } from 'class-validator';
import { languageTag } from './merge-fields.js';

const MOST = 30;
/** The longest that each part of a translation may be. */
const PARTS: Readonly<Record<string, number>> = {
  subject: 998,
  preheader: 500,
  mjml_content: 200_000,
  html_content: 200_000,
  text_content: 200_000,
};

/** An object of at most 30 languages, each an object of texts named as the parts of a template are. */
export function IsTranslations(): PropertyDecorator {
  return ValidateBy({
    name: 'isTranslations',
    validator: {
      validate: (value) =>
        isPlainObject(value) &&
        Object.keys(value).length <= MOST &&
        Object.entries(value).every(([tag, words]) => languageTag(tag) !== undefined && areWords(words)),
      defaultMessage: () =>
        `$property must be an object of at most ${MOST} language tags such as de or pt-br, each with texts named ` +
        Object.keys(PARTS).join(', '),
    },
  });
}

function areWords(value: unknown): boolean {
  return (
    isPlainObject(value) &&
    Object.entries(value).every(
      ([part, text]) =>
        text === null ||
        (typeof text === 'string' && Object.hasOwn(PARTS, part) && text.length <= (PARTS[part] ?? 0)),
    )
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
