import { defineError } from '#kernel/errors';

export const LogoNotFound = defineError('brand/logo-not-found', 'not-found', () => 'There is no such logo.');
export const LogoEmpty = defineError('brand/logo-empty', 'malformed', () => 'The file is empty.');
export const LogoTooLarge = defineError('brand/logo-too-large', 'too-large', () => {
  return 'The file of a logo may have 2 MiB at most.';
});
export const LogoTypeUnsupported = defineError('brand/logo-type-unsupported', 'unsupported', () => {
  return 'The file is no PNG, JPEG, WebP or SVG.';
});
export const TooManyLogos = defineError('brand/too-many-logos', 'conflict', (most: number) => {
  return `A brand has ${most} logos at most: delete one first.`;
});
