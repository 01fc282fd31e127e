import { ValidateBy } from 'class-validator';

export const LONGEST_SELECTOR = 200;
const MOST_SELECTORS = 20;
const NAME = /^(?!(?:__proto__|constructor|prototype)$)[\w-]{1,64}$/;

/** Up to 20 CSS selectors of at most 200 characters, each under a name of letters, digits, hyphens and underscores. */
export function AreSelectors(): PropertyDecorator {
  return ValidateBy({
    name: 'areSelectors',
    validator: {
      validate: areSelectors,
      defaultMessage: () =>
        `$property must be an object of at most ${MOST_SELECTORS} CSS selectors of at most ${LONGEST_SELECTOR} characters by name`,
    },
  });
}

function areSelectors(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries: [string, unknown][] = Object.entries(value);
  return (
    entries.length <= MOST_SELECTORS &&
    entries.every(([name, selector]) => {
      return (
        NAME.test(name) &&
        typeof selector === 'string' &&
        selector !== '' &&
        selector.length <= LONGEST_SELECTOR
      );
    })
  );
}
