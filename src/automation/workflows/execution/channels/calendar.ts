import { createHash } from 'node:crypto';

/** One thing that the calendar of a campaign plans. */
export interface CalendarItem {
  /** Its place in the calendar, from 1. */
  readonly number: number;
  /** The same wherever it stands and whenever it is due, as long as it says the same. Of several that do, each has its own. */
  readonly key: string;
  readonly channel: string;
  readonly type: string;
  readonly platform: string;
  readonly title: string;
  readonly text: string;
  readonly hashtags: readonly string[];
  readonly mediaUrls: readonly string[];
  /** Null: at once. */
  readonly publishAt: Date | null;
}

type Keyless = Omit<CalendarItem, 'key'>;

const MOST_ITEMS = 500;
const WRITTEN = new Set(['blog', 'article', 'content', 'blog_post']);

/** What a campaign plans in `content.calendar`; items that are no objects are left out. */
export function calendarOf(content: Readonly<Record<string, unknown>>): CalendarItem[] {
  const listed = content['calendar'] ?? content['content_calendar'];
  if (!Array.isArray(listed)) return [];
  const items = listed
    .slice(0, MOST_ITEMS)
    .flatMap((item: unknown, at) => (isObject(item) ? [itemOf(item, at + 1)] : []));
  const seen = new Map<string, number>();
  return items.map((item) => {
    const digest = digestOf(item);
    const nth = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, nth);
    return { ...item, key: `${digest}-${nth}` };
  });
}

/** Of all that is published of an item. */
function digestOf({ channel, type, platform, title, text, hashtags, mediaUrls }: Keyless): string {
  const said = JSON.stringify([channel, type, platform, title, text, hashtags, mediaUrls]);
  return createHash('sha256').update(said).digest('hex');
}

/** Whether an item is a text for the content library rather than a post. */
export function isWritten({ type, channel }: CalendarItem): boolean {
  return WRITTEN.has(type) || WRITTEN.has(channel);
}

/** Which of the items are left alone because they were published before, in words that follow others. */
export function toldBefore(
  items: readonly Pick<CalendarItem, 'number' | 'key'>[],
  before: ReadonlySet<string>,
): string {
  const numbers = items.filter(({ key }) => before.has(key)).map(({ number }) => number);
  return numbers.length > 0 ? `; published before: items ${numbers.join(', ')}` : '';
}

function itemOf(item: Record<string, unknown>, number: number): Keyless {
  const word = (...names: string[]) => textIn(item, names).toLowerCase();
  return {
    number,
    channel: word('channel'),
    type: word('type', 'content_type'),
    platform: word('platform'),
    title: textIn(item, ['title', 'headline', 'topic']).slice(0, 300),
    text: textIn(item, ['content', 'body', 'text', 'caption', 'description']),
    hashtags: textsIn(item['hashtags']),
    mediaUrls: textsIn(item['media_urls']).filter((url) => /^https?:\/\//.test(url)),
    publishAt: momentOf(textIn(item, ['publish_date', 'scheduled_date', 'scheduled_time', 'date'])),
  };
}

/** A day begins at midnight, UTC; what is no time is as good as none. */
function momentOf(said: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d/.test(said)) return null;
  const moment = new Date(/T.*[^Z]$/.test(said) && !/[+-]\d\d:?\d\d$/.test(said) ? `${said}Z` : said);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function textIn(item: Record<string, unknown>, names: readonly string[]): string {
  const found = names
    .map((name) => item[name])
    .find((value) => typeof value === 'string' && value.trim() !== '');
  return ((found as string | undefined) ?? '').trim();
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string').slice(0, 30)
    : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
