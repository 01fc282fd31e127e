import {
  ACCEPTED_TYPES,
  contentType,
  platformId,
  PLATFORMS,
  platformSpellings,
  typeSpellings,
} from './content-kind.js';

describe('what a piece of content is called', () => {
  it.each([
    ['blog', 'blog_post'],
    ['Blog Post', 'blog_post'],
    ['social-media', 'social_post'],
    ['AD', 'ad_copy'],
    ['E-Mail', 'email'],
    ['constructor', 'constructor'],
  ])('%s is understood as %s', (name, type) => {
    expect(contentType(name)).toBe(type);
  });

  it.each([
    ['LinkedIn', 'linkedin'],
    ['Twitter/X', 'twitter'],
    ['E-Mail', 'email'],
    [' Blog ', 'blog'],
    ['constructor', 'constructor'],
  ])('a place named %s is %s', (name, platform) => {
    expect(platformId(name)).toBe(platform);
  });

  it('is found again by every text it is stored by', () => {
    for (const accepted of ACCEPTED_TYPES) expect(typeSpellings(contentType(accepted))).toContain(accepted);
    for (const platform of PLATFORMS)
      for (const spelling of platformSpellings(platform)) expect(platformId(spelling)).toBe(platform);
  });
});
