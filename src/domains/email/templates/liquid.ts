import { Liquid, type Template } from 'liquidjs';
import { TemplateInvalid } from '../email.errors.js';
import { liquidSegments } from './liquid-segments.js';
import { RenderBudget } from './render-budget.js';

export type { Template } from 'liquidjs';
export type Scope = Readonly<Record<string, unknown>>;

/** What a template may do: decide, loop, assign. Nothing that reads files, includes others or writes unescaped text. */
const TAGS = new Set('assign capture case comment if unless for break continue raw #'.split(' '));
const FILTERS_REFUSED = ['raw'];
const LONGEST_TEMPLATE = 200_000;
/** Each costs some microseconds to read and to fill, several times before a template is kept. */
const MOST_MARKUP = 5_000;
const LIMITS = { parseLimit: LONGEST_TEMPLATE, memoryLimit: 2_000_000 };
const OUT_OF_TIME = 'template render limit exceeded';
/** Milliseconds that a template by itself may take to be read, or to be filled. */
const ALONE_MS = 150;

/** For HTML every value is escaped, whatever the template says. */
const htmlEngine = engine({ outputEscape: 'escape' });
const textEngine = engine({});

function engine(options: { outputEscape?: 'escape' }): Liquid {
  const liquid = new Liquid({
    ...options,
    ...LIMITS,
    templates: {},
    cache: false,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    timezoneOffset: 0,
    locale: 'en-US',
  });
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag];
  for (const filter of FILTERS_REFUSED) delete liquid.filters[filter];
  return liquid;
}

export type TemplatePart = 'subject' | 'preheader' | 'HTML' | 'text';

/** Reads a template once; throws `email/template-invalid` naming the line and the reason. */
export function parseTemplate(
  part: TemplatePart,
  source: string,
  budget = new RenderBudget(ALONE_MS),
): Template[] {
  try {
    if (budget.left <= 0) throw new Error(OUT_OF_TIME);
    if (liquidSegments(source).length > MOST_MARKUP)
      throw new Error(`it holds more than ${MOST_MARKUP} pieces of Liquid`);
    return engineOf(part).parse(source);
  } catch (error) {
    throw templateInvalid(part, error);
  }
}

/** Fills a template. Unknown fields are empty; too much work for one mail throws `email/template-invalid`. */
export function renderTemplate(
  part: TemplatePart,
  template: Template[],
  scope: Scope,
  budget = new RenderBudget(ALONE_MS),
): string {
  try {
    return filled(part, template, scope, budget);
  } catch (error) {
    throw templateInvalid(part, error);
  }
}

/** The library's own limit goes by the clock on the wall: where the budget says that time is left, it is filled once more. */
function filled(part: TemplatePart, template: Template[], scope: Scope, budget: RenderBudget): string {
  const fill = () => {
    const renderLimit = budget.left;
    if (renderLimit <= 0) throw new Error(OUT_OF_TIME);
    return String(engineOf(part).renderSync(template, scope, { renderLimit }));
  };
  try {
    return fill();
  } catch (error) {
    if (!isOutOfTime(error) || budget.left <= 0) throw error;
    return fill();
  }
}

function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && error.message.includes(OUT_OF_TIME);
}

/** What the template asks of its recipient, each field with the path to it: `[['custom', 'plan'], ['first_name']]`. */
export function fieldsOf(part: TemplatePart, template: Template[]): string[][] {
  try {
    // Its own lists of paths compare each with each, which takes minutes for a template full of fields.
    const { globals } = engineOf(part).analyzeSync(template, { partials: false });
    const paths = Object.values(globals).flatMap((variables) =>
      variables.map(({ segments }) => segments.filter((step) => typeof step === 'string')),
    );
    return [...new Map(paths.map((path) => [path.join('\0'), path])).values()];
  } catch (error) {
    throw templateInvalid(part, error);
  }
}

function engineOf(part: TemplatePart): Liquid {
  return part === 'HTML' ? htmlEngine : textEngine;
}

function templateInvalid(part: TemplatePart, error: unknown) {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const reason = message.replace(/, file:.*?(?=, line:|$)/, '').slice(0, 300);
  const path = part.toLowerCase();
  return new TemplateInvalid(part, reason).withIssues([{ path, message: reason }]).because(error);
}
