import { defineError } from '#kernel/errors';

export const BrandNotFound = defineError('brand/not-found', 'not-found', () => 'There is no such brand.');
export const BrandVersionNotFound = defineError('brand/version-not-found', 'not-found', () => {
  return 'The brand has no such version.';
});
export const BrandHasChanged = defineError('brand/has-changed', 'conflict', (version: number) => {
  return `The brand has changed in the meantime: it is at version ${version}. Read it and change that.`;
});
export const BrandContradictsItself = defineError('brand/contradicts-itself', 'invalid', () => {
  return 'The brand would want what it forbids.';
});
export const BrandLogoUnknown = defineError('brand/logo-unknown', 'invalid', () => {
  return 'The logo of the brand must be one that has been uploaded.';
});
