import fc from 'fast-check';
import { NETWORKS } from '#platform/channels/networks';
import { ArticleDraft, EmailCopy, Headlines, PostDraft } from './copy.forms.js';
import { articleByRule, emailByRule, headlinesByRule, postByRule } from './copy-by-rule.js';

const words = (most: number) =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: most }),
    fc
      .string({ minLength: 1, maxLength: most, unit: 'grapheme' })
      .map((text) => text.slice(0, most).toWellFormed()),
    fc.constantFrom('x'.repeat(most), '🌱'.repeat(most / 2), 'garden tools '.repeat(200).slice(0, most)),
  );
const optional = { requiredKeys: ['topic', 'audience'] as ('topic' | 'audience')[] };
const briefs = fc.record(
  {
    topic: words(2_000),
    audience: fc.oneof(words(2_000), fc.dictionary(words(100), fc.jsonValue())),
    keyMessages: fc.array(words(1_000), { maxLength: 20 }),
    keywords: fc.array(words(100), { maxLength: 50 }),
    callToAction: words(300),
  },
  optional,
) as fc.Arbitrary<Parameters<typeof emailByRule>[0]>;
const wellFormed = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'string') expect(part.isWellFormed()).toBe(true);
    return part;
  });

describe('what templates write', () => {
  it('is a mail in its form, whatever the brief says', () => {
    fc.assert(
      fc.property(briefs, (brief) => {
        const mail = emailByRule(brief);
        expect(EmailCopy.parse(mail)).toEqual(mail);
        expect(mail.subject_line.length).toBeLessThanOrEqual(50);
        expect(mail.preview_text.length).toBeLessThanOrEqual(120);
        wellFormed(mail);
      }),
    );
  });

  it('is a post in its form, with each hashtag once and no more than the network takes', () => {
    fc.assert(
      fc.property(briefs, fc.constantFrom(...NETWORKS), (brief, network) => {
        const post = postByRule(brief, network);
        expect(PostDraft.parse(post)).toEqual(post);
        expect(post.hashtags.length).toBeLessThanOrEqual(Math.max(network.hashtags.max, 1));
        expect(new Set(post.hashtags.map((tag) => tag.toLowerCase())).size).toBe(post.hashtags.length);
        wellFormed(post);
      }),
    );
  });

  it('is an article in its form, whose description a search engine shows whole', () => {
    fc.assert(
      fc.property(briefs, fc.constantFrom(50, 300, 800, 1_500), (brief, length) => {
        const article = articleByRule(brief, length);
        expect(ArticleDraft.parse(article)).toEqual(article);
        expect(article.meta_description.length).toBeLessThanOrEqual(155);
        wellFormed(article);
      }),
    );
  });

  it('is as many headlines as are asked for, each another', () => {
    fc.assert(
      fc.property(words(2_000), fc.integer({ min: 1, max: 20 }), (topic, count) => {
        const headlines = headlinesByRule(topic, count);
        expect(Headlines.parse({ headlines }).headlines).toHaveLength(count);
        expect(new Set(headlines).size).toBe(count);
        wellFormed(headlines);
      }),
    );
  });

  it('shows what the brief says as text, never as HTML', () => {
    const evil = '<script>steal()</script>';
    const brief = { topic: evil, audience: evil, keyMessages: [evil], callToAction: evil };
    expect(emailByRule(brief).html_content).not.toContain('<script');
  });

  it('says what the brief says', () => {
    const mail = emailByRule({
      topic: 'spring sale',
      audience: 'gardeners',
      keyMessages: ['A fifth off'],
      callToAction: 'Order today',
    });
    expect(mail).toMatchObject({
      subject_line: 'Spring sale',
      preview_text: 'A fifth off',
      key_points: ['A fifth off'],
    });
    expect(mail.text_content).toBe(
      'Hello {{ first_name }},\n\nthis is about spring sale.\n\n- A fifth off\n\nOrder today',
    );
  });
});
