import { randomUUID } from 'node:crypto';

/** The brand as it is answered while nobody has described it, but for its id. */
export const NOBODYS_BRAND = {
  version: null,
  name: 'Marketing Automation Platform',
  description: 'AI-powered marketing automation',
  colors: { primary: '#3b82f6', secondary: '#64748b', accent: null, background: null, text: null },
  fonts: { heading: null, body: null },
  logo_id: null,
  voice: '',
  tones: {
    formal_casual: null,
    serious_funny: null,
    respectful_irreverent: null,
    matter_of_fact_enthusiastic: null,
  },
  dos: [],
  donts: [],
  banned_phrases: [],
  required_phrases: [],
  terminology: [],
  updated_at: null,
};

/** What, how, and which field is named. */
export const REFUSED_CHANGES: [what: string, changes: object, path: string][] = [
  ['a colour that is none', { colors: { primary: 'blue' } }, 'colors.primary'],
  ['a colour that closes a style', { colors: { accent: '#fff;}' } }, 'colors.accent'],
  ['a colour nobody knows', { colors: { tertiary: '#fff' } }, 'colors.tertiary'],
  ['colours as text', { colors: '#fff' }, 'colors'],
  ['an empty name', { name: '' }, 'name'],
  ['a long name', { name: 'x'.repeat(201) }, 'name'],
  ['a long voice', { voice: 'x'.repeat(4_001) }, 'voice'],
  ['a tone past the scale', { tones: { formal_casual: 101 } }, 'tones.formal_casual'],
  ['a tone in words', { tones: { serious_funny: 'funny' } }, 'tones.serious_funny'],
  ['half a tone', { tones: { serious_funny: 0.5 } }, 'tones.serious_funny'],
  ['a phrase of nothing', { banned_phrases: ['ok', ' - '] }, 'banned_phrases'],
  ['a phrase with space around it', { banned_phrases: [' x'] }, 'banned_phrases'],
  ['a phrase of two lines', { required_phrases: ['a\nb'] }, 'required_phrases'],
  ['a phrase of 41 words', { required_phrases: ['a '.repeat(40) + 'a'] }, 'required_phrases'],
  ['an address for a phrase', { required_phrases: ['https://example.com'] }, 'required_phrases'],
  [
    'a phrase twice, however spelled',
    { banned_phrases: ['Best-in-class', 'best in class'] },
    'banned_phrases',
  ],
  ['301 phrases', { banned_phrases: Array.from({ length: 301 }, (_, at) => `p${at}`) }, 'banned_phrases'],
  ['51 rules', { dos: Array(51).fill('x') }, 'dos'],
  [
    'a term in place of nothing',
    { terminology: [{ term: 'x', instead_of: [] }] },
    'terminology.0.instead_of',
  ],
  ['a term without one', { terminology: [{ instead_of: ['x'] }] }, 'terminology.0.term'],
  ['terms as null', { terminology: [null] }, 'terminology'],
  ['a logo that is no id', { logo_id: 'x' }, 'logo_id'],
  ['a version of its own', { version: 7 }, 'version'],
  ['somebody else as owner', { user_id: randomUUID() }, 'user_id'],
];

/** Which route, what it is asked, and which field is named. */
export const REFUSED_QUESTIONS: [route: string, question: object, path: string][] = [
  ['check', { content: '' }, 'content'],
  ['check', { content: 'x'.repeat(100_001) }, 'content'],
  ['check', { content: 5 }, 'content'],
  ['check', { content: 'x', brandId: 'mine' }, 'brandId'],
  ['check', { content: 'x', brandId: null }, 'brandId'],
  ['check', { content: 'x', rules: [] }, 'rules'],
  ['voice-analysis', {}, 'content'],
  ['voice-analysis', { content: 'x'.repeat(20_001) }, 'content'],
  ['enhance', { content: 'x', targetVoice: 'x'.repeat(501) }, 'targetVoice'],
  ['enhance', { content: 'x', targetVoice: null }, 'targetVoice'],
  ['enhance', { content: ['x'] }, 'content'],
  ['alternatives', { text: 'x'.repeat(2_001) }, 'text'],
  ['alternatives', { content: 'x' }, 'content'],
];

export const REFUSED_ALIGNMENTS: [what: string, alignment: object, path: string][] = [
  ['a score past 100', { contentId: 'x', score: 100.5 }, 'score'],
  ['a negative score', { contentId: 'x', score: -1 }, 'score'],
  ['a score in words', { contentId: 'x', score: '90' }, 'score'],
  ['no text', { score: 90 }, 'contentId'],
  ['a long name of a text', { contentId: 'x'.repeat(201), score: 90 }, 'contentId'],
  ['somebody else', { contentId: 'x', score: 90, user_id: randomUUID() }, 'user_id'],
];

/** What rules alone say of `Our synergy helps the client. Made in Leeds.` */
export const ANALYSIS_BY_RULE: unknown = {
  score: 86,
  consistency: 0,
  tone_alignment: 100,
  vocabulary_issues: ['“synergy”: Leave this out.', '“client”: Write “customer”.'],
  style_compliance: {
    sentence_length: 100,
    complexity: expect.any(Number),
    formality: expect.any(Number),
  },
  readability: {
    flesch_reading_ease: expect.any(Number),
    grade: expect.any(Number),
    words: 8,
    sentences: 2,
  },
  suggestions: ['Leave this out.', 'Write “customer”.'],
  brand_terms: [],
  flagged_phrases: ['synergy', 'client'],
  brand_version: 1,
  ai: false,
  provenance: {
    ai: false,
    provider: 'offline',
    model: 'offline',
    prompt_version: null,
    brand_version: 1,
    sources: [],
    cost_usd: 0,
    run_id: null,
  },
};
