import { defineError } from '#kernel/errors';

export const ResearchNotFound = defineError('keywords/research-not-found', 'not-found', () => {
  return 'There is no such keyword research.';
});
export const KeywordsUnfit = defineError('keywords/keywords-unfit', 'invalid', () => {
  return 'Give 1 to 50 keywords of at most 80 characters and 10 words, each with a letter or digit.';
});
export const DomainUnfit = defineError('keywords/domain-unfit', 'invalid', () => {
  return 'The competitor must be a domain such as example.com, without a scheme, a path or a port.';
});
export const LocationUnknown = defineError('keywords/location-unknown', 'invalid', (location: string) => {
  return `Searches are not counted for ${location}: give the ISO code of a country, such as US.`;
});
export const LanguageUnknown = defineError(
  'keywords/language-unknown',
  'invalid',
  (location: string, languages: readonly string[]) =>
    `In ${location}, searches are counted in: ${languages.join(', ')}.`,
);
