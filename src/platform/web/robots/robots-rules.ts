import robots from 'robots-parser';

/** Its types name a `default` that the CommonJS module does not have. */
const robotsParser = robots as unknown as typeof robots.default;

const LONGEST_PATTERN = 2_048;
/** What patterns with wildcards may amount to together: matching one takes its length times that of the path. */
const WILDCARDS_AT_MOST = 50_000;
const MOST_DELAY_MS = 10_000;

/** What a site asks of us. */
export interface RobotsRules {
  allow(url: URL): boolean;
  /** Milliseconds to leave between two pages; at most ten seconds. */
  readonly delay: number;
}

export const EVERYTHING_ALLOWED: RobotsRules = { allow: () => true, delay: 0 };

/** Reads a robots.txt (RFC 9309, and `Crawl-delay`, which it does not know) as the one whom `agent` names. */
export function robotsRules(robotsUrl: URL, text: string, agent: string): RobotsRules {
  const rules = robotsParser(robotsUrl.href, boundedRobots(text, agent));
  const seconds = rules.getCrawlDelay(agent) ?? 0;
  return {
    allow: (url) => rules.isAllowed(url.href, agent) !== false,
    delay: Math.min(Math.max(seconds * 1_000, 0), MOST_DELAY_MS),
  };
}

/**
 * The same rules in bounded size. The parser copies each rule for each agent that its group names, so agents other than
 * ours count as one, and an agent that a group names again is left out; patterns are bounded in length.
 */
function boundedRobots(text: string, agent: string): string {
  const us = agent.toLowerCase();
  const lines: string[] = [];
  const group = new Set<string>();
  let inHead = false;
  let wildcards = 0;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] =
      /^\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#]*)/i.exec(line.slice(0, LONGEST_PATTERN)) ?? [];
    if (name === '') continue;
    if (name.toLowerCase() === 'user-agent') {
      if (!inHead) group.clear();
      inHead = true;
      const word = value.trim().split('/', 1)[0]!.toLowerCase();
      const known = word === us || word === '*' ? word : 'other';
      if (!group.has(known)) lines.push(`User-agent: ${known}`);
      group.add(known);
      continue;
    }
    inHead = false;
    if (value.includes('*')) wildcards += value.length;
    if (!value.includes('*') || wildcards <= WILDCARDS_AT_MOST) lines.push(`${name}: ${value}`);
  }
  return lines.join('\n');
}
