import { load } from 'cheerio/slim';
import { SelectorInvalid } from '../research.errors.js';

const empty = load('').root();

/** Refuses what is no CSS selector, by the name of its field. They are tried where nothing is to be found, which takes no time. */
export function checkSelectors(selectors: Readonly<Record<string, string>>, under = ''): void {
  const wrong = Object.keys(selectors).filter((name) => !isSelector(selectors[name] ?? ''));
  const issues = wrong.map((name) => ({
    path: under + name,
    message: `${under}${name} must be a CSS selector`,
  }));
  const [first] = issues;
  if (first) throw new SelectorInvalid(first.path).withIssues(issues);
}

function isSelector(text: string): boolean {
  try {
    empty.find(text);
    return true;
  } catch {
    return false;
  }
}
