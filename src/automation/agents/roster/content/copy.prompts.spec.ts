import { WRITE_EMAIL, WRITE_POST, WRITE_ARTICLE, WRITE_HEADLINES, IMPROVE_TEXT } from './copy.prompts.js';

describe('what a model is told for content, version by version', () => {
  it('for a mail', () => {
    expect([WRITE_EMAIL.promptVersion, WRITE_EMAIL.instructions({ tone: 'casual', brand: '' })])
      .toMatchInlineSnapshot(`
      [
        "content.email@1",
        "You write one marketing mail with one clear call to action: a subject line under 50 characters, a preview text, the body as simple HTML (paragraphs, headings, lists, links; no scripts, no styles) and as plain text, and three key points. {{ first_name }} and {{ company }} may stand for what differs between readers. Invent no facts, numbers, prices, names or quotations; where the brief lacks one, write around it.

      Tone: casual.",
      ]
    `);
  });

  it('for a post in the voice of a brand', () => {
    expect([
      WRITE_POST.promptVersion,
      WRITE_POST.instructions({
        tone: 'casual',
        network: 'LinkedIn',
        guidance: 'Be brief.',
        limit: 3_000,
        brand: 'Warm and plain.',
      }),
    ]).toMatchInlineSnapshot(`
      [
        "content.post@1",
        "You write one post for LinkedIn, hashtags included at most 3000 characters. There: Be brief. Give the text without hashtags, the hashtags, what a picture beside it could show, and hooks that invite reactions. Invent no facts, numbers, prices, names or quotations; where the brief lacks one, write around it.

      Tone: casual.

      Keep to the brand:
      Warm and plain.",
      ]
    `);
  });

  it('for an article', () => {
    expect([
      WRITE_ARTICLE.promptVersion,
      WRITE_ARTICLE.instructions({ tone: 'casual', words: 800, brand: '' }),
    ]).toMatchInlineSnapshot(`
      [
        "content.article@1",
        "You write one article of about 800 words in Markdown: an opening that says what the reader gains, sections under \`##\` headings, short paragraphs, a conclusion with one next step. Use the given keywords where they fit naturally, the first of them in the title and in the opening. Also give a meta description of 120 to 155 characters. Invent no facts, numbers, prices, names or quotations; where the brief lacks one, write around it.

      Tone: casual.",
      ]
    `);
  });

  it('for headlines', () => {
    expect([
      WRITE_HEADLINES.promptVersion,
      WRITE_HEADLINES.instructions({ tone: 'casual', count: 5, brand: '' }),
    ]).toMatchInlineSnapshot(`
      [
        "content.headlines@1",
        "You write 5 headlines for one topic, each with another idea (question, number, benefit, curiosity, how-to), each under 70 characters, none twice. Invent no facts, numbers, prices, names or quotations; where the brief lacks one, write around it.

      Tone: casual.",
      ]
    `);
  });

  it('for a better text', () => {
    expect([IMPROVE_TEXT.promptVersion, IMPROVE_TEXT.instructions({ tone: 'casual', brand: '' })])
      .toMatchInlineSnapshot(`
      [
        "content.improve@1",
        "You improve one text: clearer, shorter where it rambles, easier to read, better to find; what it says and promises stays. Its format (Markdown, HTML or plain) stays as well. Say in a few words what you changed. Invent no facts, numbers, prices, names or quotations; where the brief lacks one, write around it.

      Tone: casual.",
      ]
    `);
  });
});
