import { plainTextOf } from '#platform/html/plain-text';
import { htmlTemplateOf, textTemplateOf } from './plain-text.js';
import { mergeScope, type MergeFields, SAMPLE_FIELDS } from './merge-fields.js';
import { parseTemplate, renderTemplate, type Scope, type Template } from './liquid.js';
import { RenderBudget } from './render-budget.js';
import { trackLinks } from './tracked-links.js';

const LONGEST_SUBJECT = 998;
/** Milliseconds in which a mail is read in all its languages. */
const READ_MS = 300;
/** Milliseconds for a mail to somebody; the sample, which decides whether a template is taken, has to be twice as fast. */
const FILL_MS = 150;
const SAMPLE_LINKS: ReaderLinks = {
  unsubscribeUrl: 'https://example.com/u',
  preferencesUrl: 'https://example.com/p',
  viewUrl: 'https://example.com/v',
};

export interface MailSource {
  readonly subject: string;
  readonly html: string;
  /** Derived from the HTML when absent. */
  readonly text?: string | null;
  readonly trackLinks: boolean;
  /** Whether a way to unsubscribe is added where the words have none; it is unless this is false. */
  readonly footer?: boolean;
}

/** Addresses that lead a reader of the mail back to us. */
export interface ReaderLinks {
  readonly unsubscribeUrl: string;
  readonly preferencesUrl: string;
  readonly viewUrl: string;
}

/** What differs from one recipient to the next. */
export interface MailSlots {
  /** Asked only for those that the mail names. */
  readonly readerLinks: ReaderLinks;
  readonly email: string;
  readonly fields: MergeFields;
  /** The tracked addresses of the template's links, in their order. */
  readonly linkUrls: readonly string[];
  readonly pixelUrl?: string | undefined;
}

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A mail's subject and bodies, read once and filled for each recipient. */
export class MailTemplate {
  /** The fixed addresses its links lead to; a click names them by their place in the database. */
  readonly urls: readonly string[];
  private readonly subject: Template[];
  private readonly html: Template[];
  private readonly text: Template[] | undefined;
  private readonly hasFooter: boolean;

  /** For what is read together: a mail in several languages has no more than one in one. */
  static budget(): RenderBudget {
    return new RenderBudget(READ_MS);
  }

  /** Throws `email/template-invalid` when a part cannot be read or cannot be filled. */
  constructor(source: MailSource, budget = MailTemplate.budget()) {
    const html = htmlTemplateOf(source.html);
    this.hasFooter = source.footer ?? true;
    parseTemplate('HTML', html, budget);
    const tracked = source.trackLinks ? trackLinks(html) : { html, urls: [] };
    this.urls = tracked.urls;
    this.subject = parseTemplate('subject', source.subject, budget);
    this.html = parseTemplate('HTML', tracked.html, budget);
    this.text = source.text ? parseTemplate('text', source.text, budget) : derivedText(html, budget);
    const sample = {
      email: 'john@example.com',
      fields: SAMPLE_FIELDS,
      readerLinks: SAMPLE_LINKS,
      linkUrls: [],
    };
    this.render(sample, budget.share(FILL_MS / 2));
  }

  render(slots: MailSlots, budget = new RenderBudget(FILL_MS)): RenderedMail {
    const { readerLinks, pixelUrl } = slots;
    const { unsubscribeUrl } = readerLinks;
    const scope = readerScope(slots, readerLinks, slots.linkUrls);
    const html = renderTemplate('HTML', this.html, scope, budget);
    const text = this.text ? renderTemplate('text', this.text, scope, budget) : plainTextOf(html);
    return {
      subject: oneLine(renderTemplate('subject', this.subject, scope, budget)),
      html: withEnding(
        html,
        [this.lacks(unsubscribeUrl, html) ? footer(unsubscribeUrl) : '', pixel(pixelUrl)].join(''),
      ),
      text: this.lacks(unsubscribeUrl, text) ? `${text}\n\n--\nUnsubscribe: ${unsubscribeUrl}` : text,
    };
  }

  private lacks(unsubscribeUrl: string, part: string): boolean {
    return this.hasFooter && !part.includes(unsubscribeUrl);
  }
}

/** What templates know of a reader, the links as they call them. */
export function readerScope(
  { fields, email }: Pick<MailSlots, 'fields' | 'email'>,
  readerLinks: ReaderLinks,
  linkUrls: readonly string[] = [],
): Scope {
  return {
    ...mergeScope(fields, email),
    links: linkUrls,
    unsubscribe_url: readerLinks.unsubscribeUrl,
    get preferences_url() {
      return readerLinks.preferencesUrl;
    },
    get view_in_browser_url() {
      return readerLinks.viewUrl;
    },
  };
}

/** The text part as a template; undefined when the HTML weaves Liquid into its tags and text must be made mail by mail. */
function derivedText(html: string, budget: RenderBudget): Template[] | undefined {
  try {
    return parseTemplate('text', textTemplateOf(html), budget);
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SUBJECT);
}

function footer(url: string): string {
  return `\n<p style="margin-top:32px;font-size:12px;color:#6b7280">You receive this mail because you are on our list. <a href="${url}">Unsubscribe</a></p>`;
}

function pixel(url: string | undefined): string {
  return url
    ? `\n<img src="${url}" width="1" height="1" alt="" style="display:block;border:0;width:1px;height:1px">`
    : '';
}

function withEnding(html: string, ending: string): string {
  const body = Math.max(html.lastIndexOf('</body'), html.lastIndexOf('</BODY'));
  return body < 0 ? html + ending : html.slice(0, body) + ending + html.slice(body);
}
