import { liquidSegments, replaceSegments } from '../templates/liquid-segments.js';

/** What stands where a recipient lacks a field: `{ first_name: 'there' }`. */
export type FieldDefaults = Readonly<Record<string, string>>;

/** Where a template says nothing else. Phone, city and country have none: nothing reads better than a word in their place. */
export const HOUSE_DEFAULTS: FieldDefaults = {
  first_name: 'Valued Customer',
  last_name: 'Friend',
  company: 'Your Company',
  industry: 'Business',
};

const BARE_FIELD = /^\{\{(-?)\s*([a-z_]\w*(?:\.\w+)*)\s*(-?)\}\}$/i;
/** Signs that end a quoted word of Liquid or its markup. */
const UNQUOTABLE = /["\\{}%\p{Cc}]/u;
const LONGEST_DEFAULT = 200;

/** Whether the word can stand in a template as it is. */
export function isDefault(word: unknown): word is string {
  return typeof word === 'string' && word.length <= LONGEST_DEFAULT && !UNQUOTABLE.test(word);
}

/**
 * The template with a `default` for each field that stands alone: `{{ first_name }}`. One that says itself what is to be
 * done without a value, `{{ first_name | default: "you" }}` or `{% if first_name %}`, is left as it is.
 */
export function withDefaults(template: string, defaults: FieldDefaults): string {
  return replaceSegments(template, liquidSegments(template), (markup) => {
    const [, left = '', field = '', right = ''] = BARE_FIELD.exec(markup) ?? [];
    const word = Object.hasOwn(defaults, field) ? defaults[field] : undefined;
    return isDefault(word) ? `{{${left} ${field} | default: "${word}" ${right}}}` : markup;
  });
}
