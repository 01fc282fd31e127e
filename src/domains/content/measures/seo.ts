import { outlineOf } from '#platform/html/outline';
import type { SeoCheck, SeoReport } from './measures.dto.js';

export interface SeoText {
  readonly title: string;
  readonly metaDescription: string | null;
  readonly html: string;
  /** The same as plain text. */
  readonly text: string;
  /** The first is the one that the page is to be found by. */
  readonly keywords: readonly string[];
}

const TITLE = { least: 30, most: 60 };
const META = { least: 120, most: 160 };
const FEWEST_WORDS = 300;
const WORDS_PER_HEADING = 300;
const OPENING_WORDS = 100;
/** Percent of all words. */
const DENSITY = { least: 0.5, most: 2.5 };

/** Checks a page; the score is 100 × the weights that passed ÷ the weights of all checks made, rounded. */
export function seoReport(page: SeoText): SeoReport {
  const words = wordsOf(page.text);
  const checks = [
    ...lengthChecks(page, words),
    ...structureChecks(page, words),
    ...keywordChecks(page, words),
  ];
  const weights = (of: readonly SeoCheck[]) => of.reduce((sum, { weight }) => sum + weight, 0);
  const passed = weights(checks.filter((check) => check.passed));
  return { score: Math.round((100 * passed) / weights(checks)), checks };
}

function lengthChecks(page: SeoText, words: readonly string[]): SeoCheck[] {
  const title = page.title.trim().length;
  const meta = page.metaDescription?.trim().length ?? 0;
  return [
    {
      id: 'title-length',
      passed: title >= TITLE.least && title <= TITLE.most,
      message: `The title has ${title} characters; ${TITLE.least} to ${TITLE.most} are shown whole.`,
      weight: 10,
    },
    {
      id: 'meta-description',
      passed: meta >= META.least && meta <= META.most,
      message:
        meta === 0
          ? 'There is no meta description; search engines pick a sentence themselves.'
          : `The meta description has ${meta} characters; ${META.least} to ${META.most} are shown whole.`,
      weight: 10,
    },
    {
      id: 'word-count',
      passed: words.length >= FEWEST_WORDS,
      message: `The text has ${words.length} words; pages that are found have ${FEWEST_WORDS} or more.`,
      weight: 15,
    },
  ];
}

function structureChecks(page: SeoText, words: readonly string[]): SeoCheck[] {
  const { headings, links, imageTexts } = outlineOf(page.html);
  const tops = headings.filter(({ level }) => level === 1).length;
  const subheadings = headings.length - tops;
  const wanted = Math.max(1, Math.floor(words.length / WORDS_PER_HEADING));
  const textless = imageTexts.filter((text) => !text?.trim()).length;
  const images: SeoCheck = {
    id: 'image-alts',
    passed: textless === 0,
    message: `${textless} of ${imageTexts.length} images have no alternative text.`,
    weight: 5,
  };
  return [
    {
      id: 'single-h1',
      passed: tops <= 1,
      message: `There are ${tops} headings of the first level; a page has one, and the title may be it.`,
      weight: 5,
    },
    {
      id: 'subheadings',
      passed: subheadings >= wanted,
      message: `There are ${subheadings} subheadings; a text of ${words.length} words has ${wanted} or more.`,
      weight: 10,
    },
    {
      id: 'links',
      passed: links.length > 0,
      message: `There are ${links.length} links; a page leads on to at least one other.`,
      weight: 10,
    },
    ...(imageTexts.length > 0 ? [images] : []),
  ];
}

/** Without a keyword there is one check, that there be one. */
function keywordChecks(page: SeoText, words: readonly string[]): SeoCheck[] {
  const keyword = page.keywords.map((name) => name.trim()).find((name) => wordsOf(name).length > 0);
  const isSet: SeoCheck = {
    id: 'keyword-set',
    passed: keyword !== undefined,
    message: keyword === undefined ? 'No keyword is set to be found by.' : `The keyword is "${keyword}".`,
    weight: 10,
  };
  if (keyword === undefined) return [isSet];
  const phrase = wordsOf(keyword);
  const { headings } = outlineOf(page.html);
  const stands = (where: string, id: string, weight: number, text: readonly string[]): SeoCheck => {
    const passed = occurrences(text, phrase) > 0;
    return {
      id,
      passed,
      message: `"${keyword}" ${passed ? 'stands' : 'does not stand'} in ${where}.`,
      weight,
    };
  };
  return [
    isSet,
    stands('the title', 'keyword-in-title', 15, wordsOf(page.title)),
    stands(`the first ${OPENING_WORDS} words`, 'keyword-in-opening', 10, words.slice(0, OPENING_WORDS)),
    stands('a heading', 'keyword-in-heading', 5, wordsOf(headings.map(({ text }) => text).join('\n'))),
    stands('the meta description', 'keyword-in-meta', 5, wordsOf(page.metaDescription ?? '')),
    densityCheck(words, phrase),
  ];
}

/** Occurrences times the words of the keyword, of a hundred words of the text. */
function densityCheck(words: readonly string[], phrase: readonly string[]): SeoCheck {
  const percent = words.length === 0 ? 0 : (100 * occurrences(words, phrase) * phrase.length) / words.length;
  return {
    id: 'keyword-density',
    passed: percent >= DENSITY.least && percent <= DENSITY.most,
    message: `The keyword makes up ${percent.toFixed(1)} % of the words; ${DENSITY.least} to ${DENSITY.most} % read well.`,
    weight: 10,
  };
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** How often the words follow each other in the text, one occurrence not within another. */
function occurrences(words: readonly string[], phrase: readonly string[]): number {
  let found = 0;
  for (let at = 0; at + phrase.length <= words.length; at++)
    if (phrase.every((word, offset) => words[at + offset] === word)) {
      found++;
      at += phrase.length - 1;
    }
  return found;
}
