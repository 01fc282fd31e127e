import { definePrompt } from '#platform/ai/prompt/define-prompt';

/** What every writer is told beside their task. */
interface Writing {
  /** `professional`, `casual` and the like, as the caller has asked. */
  readonly tone: string;
  readonly brand: string;
}

const HONEST =
  'Invent no facts, numbers, prices, names or quotations; where the brief lacks one, write around it.';

const inVoice = ({ tone, brand }: Writing): string =>
  `Tone: ${tone}.${brand === '' ? '' : `\n\nKeep to the brand:\n${brand}`}`;

export const WRITE_EMAIL = definePrompt<Writing>({
  name: 'content.email',
  version: 1,
  instructions: (writing) =>
    'You write one marketing mail with one clear call to action: a subject line under 50 characters, a preview text, the body as ' +
    'simple HTML (paragraphs, headings, lists, links; no scripts, no styles) and as plain text, and three key points. ' +
    `{{ first_name }} and {{ company }} may stand for what differs between readers. ${HONEST}\n\n${inVoice(writing)}`,
});

export const WRITE_POST = definePrompt<Writing & { network: string; guidance: string; limit: number }>({
  name: 'content.post',
  version: 1,
  instructions: ({ network, guidance, limit, ...writing }) =>
    `You write one post for ${network}, hashtags included at most ${limit} characters. There: ${guidance} Give the text without ` +
    `hashtags, the hashtags, what a picture beside it could show, and hooks that invite reactions. ${HONEST}\n\n${inVoice(writing)}`,
});

export const WRITE_ARTICLE = definePrompt<Writing & { words: number }>({
  name: 'content.article',
  version: 1,
  instructions: ({ words, ...writing }) =>
    `You write one article of about ${words} words in Markdown: an opening that says what the reader gains, sections under ` +
    '`##` headings, short paragraphs, a conclusion with one next step. Use the given keywords where they fit naturally, the first ' +
    `of them in the title and in the opening. Also give a meta description of 120 to 155 characters. ${HONEST}\n\n${inVoice(writing)}`,
});

export const WRITE_HEADLINES = definePrompt<Writing & { count: number }>({
  name: 'content.headlines',
  version: 1,
  instructions: ({ count, ...writing }) =>
    `You write ${count} headlines for one topic, each with another idea (question, number, benefit, curiosity, how-to), each ` +
    `under 70 characters, none twice. ${HONEST}\n\n${inVoice(writing)}`,
});

export const IMPROVE_TEXT = definePrompt<Writing>({
  name: 'content.improve',
  version: 1,
  instructions: (writing) =>
    'You improve one text: clearer, shorter where it rambles, easier to read, better to find; what it says and promises stays. Its ' +
    `format (Markdown, HTML or plain) stays as well. Say in a few words what you changed. ${HONEST}\n\n${inVoice(writing)}`,
});
