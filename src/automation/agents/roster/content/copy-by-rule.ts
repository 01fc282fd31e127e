import { escaped } from '#kernel/escaped';
import type { Network } from '#platform/channels/networks';
import type { Brief } from './brief.js';
import { type ArticleDraft, audienceWords, type EmailCopy, type PostDraft } from './copy.forms.js';

const WORDS_IN_A_MINUTE = 200;
const LONGEST_TAG = 50;

type Told = Pick<Brief, 'topic' | 'audience' | 'keyMessages' | 'keywords' | 'callToAction'>;

/** A mail from a template. */
export function emailByRule(brief: Told): EmailCopy {
  const { topic } = brief;
  const points = pointsOf(brief);
  const action = brief.callToAction ?? 'Reply to this mail and we will tell you more.';
  const html = [
    '<p>Hello {{ first_name }},</p>',
    `<p>this is about ${escaped(topic)}.</p>`,
    `<ul>${points.map((point) => `<li>${escaped(point)}</li>`).join('')}</ul>`,
    `<p><strong>${escaped(action)}</strong></p>`,
  ];
  const text = [
    'Hello {{ first_name }},',
    `this is about ${topic}.`,
    ...points.map((point) => `- ${point}`),
    action,
  ];
  return {
    subject_line: shortened(capitalised(topic), 50),
    preview_text: shortened(points[0] ?? topic, 120),
    html_content: html.join('\n'),
    text_content: text.join('\n\n'),
    key_points: points.slice(0, 3),
  };
}

/** A post from a template. */
export function postByRule(brief: Told, network: Network): PostDraft {
  const { keyMessages = [], callToAction = 'What do you think? Tell us.' } = brief;
  const tags = [...(brief.keywords ?? []), ...wordsOf(brief.topic), 'marketing', 'business'];
  const names = tags.map((tag) => tag.toLowerCase());
  const different = tags.filter((_, at) => names.indexOf(names[at] ?? '') === at);
  return {
    content: [`${capitalised(brief.topic)}.`, ...keyMessages.slice(0, 2), callToAction].join('\n\n'),
    hashtags: different.slice(0, Math.max(network.hashtags.max, 1)),
    suggested_image: `A picture that shows ${shortened(brief.topic, 900)}`,
    engagement_hooks: [`What do you think about ${shortened(brief.topic, 200)}?`],
  };
}

/** The outline of an article with what the brief says in it: a beginning, not a finished text. */
export function articleByRule(brief: Told, words: number): ArticleDraft {
  const { topic } = brief;
  const audience = audienceWords(brief.audience);
  const points = pointsOf(brief);
  const sections = points.map(
    (point) => `## ${capitalised(point)}\n\nWhat ${audience} should know about it, and one example.`,
  );
  const minutes = Math.max(1, Math.floor(words / WORDS_IN_A_MINUTE));
  return {
    title: shortened(`${capitalised(topic)}: a guide`, 200),
    content: [
      `This guide is for ${audience}. It says what matters about ${topic}, in ${minutes} minutes.`,
      ...sections,
      `## What to do next\n\n${brief.callToAction ?? `Pick one point about ${topic} and try it this week.`}`,
    ].join('\n\n'),
    meta_description: shortened(`What ${audience} should know about ${topic}: ${points.join(', ')}.`, 155),
  };
}

const HEADLINES: readonly ((topic: string, number: number) => string)[] = [
  (topic) => `${capitalised(topic)}: what you need to know`,
  (topic) => `How to get more out of ${topic}`,
  (topic, number) => `${number} ways to begin with ${topic}`,
  (topic) => `Is ${topic} worth your time?`,
  (topic) => `What most people get wrong about ${topic}`,
  (topic) => `${capitalised(topic)}, step by step`,
  (topic) => `Why ${topic} matters now`,
  (topic, number) => `${number} questions to ask about ${topic}`,
  (topic) => `The short guide to ${topic}`,
  (topic) => `Before you decide on ${topic}, read this`,
];

/** Headlines from templates, each once: a tenth of them at most are alike but for a number. */
export function headlinesByRule(topic: string, count: number): string[] {
  const about = shortened(topic, 120);
  return Array.from({ length: count }, (_, at) => {
    const template = HEADLINES[at % HEADLINES.length] as (typeof HEADLINES)[number];
    const again = Math.floor(at / HEADLINES.length);
    const headline = template(about, 3 + again * 2);
    return again > 0 && template.length < 2 ? `${headline} (part ${again + 1})` : headline;
  });
}

function pointsOf({ topic, audience, keyMessages = [] }: Told): string[] {
  if (keyMessages.length > 0) return keyMessages.slice(0, 5).map((message) => shortened(message, 500));
  const whom = shortened(audienceWords(audience), 200);
  const what = shortened(topic, 200);
  return [`what ${what} is about`, `what it means for ${whom}`, 'how to begin'];
}

function wordsOf(topic: string): string[] {
  return topic.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3 && word.length <= LONGEST_TAG);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`.toWellFormed();
}
