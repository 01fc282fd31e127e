import fc from 'fast-check';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { NETWORKS, networkNamed } from '#platform/channels/networks';
import { checkPost } from './post-check.js';

const check = (platform: string, content: string, more: object = {}) =>
  checkPost({ content, ...more }, networkNamed(platform));

describe('a post that is checked', () => {
  it('is valid when its network takes it as it is', () => {
    const hashtags = ['#bread', '#bakery'];
    const media_urls = ['https://example.com/loaf.JPEG?size=2'];
    expect(check('x', 'Fresh bread', { hashtags, media_urls })).toEqual({
      valid: true,
      length: 27,
      limit: 280,
      errors: [],
      warnings: [],
      suggestions: [],
    });
  });

  it.each([
    ['no text', 'linkedin', { content: '  ' }, /^The post has no text\.$/],
    [
      'a text that is too long',
      'twitter',
      { content: 'x'.repeat(281) },
      /^The post is 281 characters long; X takes 280\.$/,
    ],
    ['no picture on Pinterest', 'pinterest', {}, /^Pinterest needs a picture/],
    [
      'a picture where a video must be',
      'youtube',
      { media_urls: ['https://a.test/a.png'] },
      /^YouTube needs/,
    ],
    [
      'a format it does not take',
      'instagram',
      { media_urls: ['https://a.test/a.webp'] },
      /does not take webp: https/,
    ],
    [
      'too many pictures',
      'threads',
      { media_urls: Array.from({ length: 11 }, (_, at) => `https://a.test/${at}.jpg`) },
      /^Threads takes 10 pictures; there are 11\.$/,
    ],
  ])('is refused for %s', (_, platform, post, error) => {
    const { valid, errors } = check(platform, 'Bread', post);
    expect(valid).toBe(false);
    expect(errors).toContainEqual(expect.stringMatching(error));
  });

  it('is warned of hashtags that are left out, and of what an address does not tell', () => {
    const hashtags = Array.from({ length: 9 }, (_, at) => `tag${at}x`);
    const { valid, warnings } = check('tiktok', 'Bread', {
      hashtags,
      media_urls: ['https://example.com/watch', 'https://example.com/a.mp4'],
    });
    expect(valid).toBe(true);
    expect(warnings).toEqual([
      'Of the 9 hashtags, 5 are sent: more do not work on TikTok.',
      'What is at https://example.com/watch cannot be told from its address.',
      'TikTok takes videos of 600 seconds; how long this one is was not looked at.',
    ]);
  });

  it('is told what would do better', () => {
    expect(check('linkedin', 'Bread').suggestions).toEqual([
      'Hashtags: add 1 more, 1 to 5 work on LinkedIn.',
      'Add a picture.',
    ]);
  });

  it('has no error of length once it was made to fit, on any network', () => {
    const texts = fc.array(
      fc.oneof(
        fc.lorem({ maxCount: 80, mode: 'sentences' }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
      ),
      { maxLength: 3 },
    );
    const tags = fc.array(fc.lorem({ maxCount: 1 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...NETWORKS), texts, tags, (network, lines, hashtags) => {
        const fitted = fitToNetwork(lines.join('\n'), hashtags, network);
        const { errors, length } = checkPost({ content: fitted.text, hashtags: fitted.hashtags }, network);
        expect(length).toBeLessThanOrEqual(network.limit);
        expect(errors.filter((error) => error.includes('characters long'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
