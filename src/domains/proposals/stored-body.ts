import { inReadingOrder } from './drafts/terms-plan.js';
import { minorDigits, isCurrency, isLocale } from './money/currency.js';
import { cleanLine, cleanText } from './plain-text.js';
import type {
  ProposalBody,
  ProposalBrandName,
  ProposalClient,
  ProposalPhase,
  ProposalPrice,
  ProposalSection,
} from './proposal.answers.dto.js';
import { SECTION_KEY, titleOf } from './templates/template-definition.js';

/** The columns that hold what a version holds, as the database gives them. */
export interface StoredBody {
  client_name: string;
  client_info: unknown;
  sections: unknown;
  content: unknown;
  pricing: unknown;
  timeline: unknown;
  terms: unknown;
  currency: string;
  locale: string;
  discount_percent: string | number;
  tax_percent: string | number;
  tax_label: string | null;
  valid_until: string | null;
}

const LARGEST = { price: 1_000_000_000, quantity: 100_000 };
const MOST = { lines: 200, phases: 50, deliverables: 20, sections: 40 };

/** A body as the table holds it. The front end may write the table directly, so nothing in it is taken on trust. */
export function storedBody(row: StoredBody): ProposalBody {
  const currency = isCurrency(row.currency) ? row.currency : 'USD';
  const content = storedTexts(row.content);
  return {
    client_name: cleanLine(row.client_name),
    client_info: storedClient(row.client_info, row.client_name),
    sections: storedSections(row.sections, Object.keys(content)),
    content,
    pricing: listOf(row.pricing)
      .slice(0, MOST.lines)
      .map((line) => storedPrice(line, currency)),
    timeline: listOf(row.timeline).slice(0, MOST.phases).map(storedPhase),
    terms: inReadingOrder(storedTexts(row.terms)),
    currency,
    locale: isLocale(row.locale) ? row.locale : 'en-US',
    discount_percent: bounded(row.discount_percent, 100, 0, 3),
    tax_percent: bounded(row.tax_percent, 100, 0, 3),
    tax_label: row.tax_label,
    valid_until: row.valid_until,
  };
}

export function storedBrand(stored: unknown): ProposalBrandName | null {
  const { name, colors } = objectOf(stored);
  if (typeof name !== 'string' || cleanLine(name) === '') return null;
  const { primary, accent } = objectOf(colors);
  return { name: cleanLine(name), colors: { primary: colourOf(primary), accent: colourOf(accent) } };
}

function storedClient(stored: unknown, name: string): ProposalClient {
  const client = objectOf(stored);
  const line = (value: unknown) =>
    typeof value === 'string' && cleanLine(value) !== '' ? cleanLine(value) : null;
  return {
    company_name: line(client['company_name']) ?? cleanLine(name),
    contact_name: line(client['contact_name']),
    email: line(client['email']),
    phone: line(client['phone']),
    industry: line(client['industry']),
  };
}

/** A row that names no sections shows its texts in the order in which they are kept, and then prices, phases and terms. */
function storedSections(stored: unknown, textIds: readonly string[]): ProposalSection[] {
  const named = listOf(stored).flatMap((section) => {
    const { id, title } = objectOf(section);
    if (typeof id !== 'string' || !SECTION_KEY.test(id)) return [];
    return [
      { id, title: typeof title === 'string' && cleanLine(title) !== '' ? cleanLine(title) : titleOf(id) },
    ];
  });
  if (named.length > 0) return named.slice(0, MOST.sections);
  return [...new Set([...textIds, 'timeline', 'pricing', 'terms'])].map((id) => ({ id, title: titleOf(id) }));
}

function storedPrice(stored: unknown, currency: string): ProposalPrice {
  const line = objectOf(stored);
  return {
    item: textOf(line['item']),
    description: textOf(line['description']),
    price: bounded(line['price'], LARGEST.price, 0, minorDigits(currency)),
    quantity: bounded(line['quantity'], LARGEST.quantity, 1, 3),
  };
}

function storedPhase(stored: unknown): ProposalPhase {
  const { phase, duration, deliverables } = objectOf(stored);
  return {
    phase: textOf(phase),
    duration: textOf(duration),
    deliverables: listOf(deliverables).slice(0, MOST.deliverables).map(textOf),
  };
}

function storedTexts(stored: unknown): Record<string, string> {
  const entries = Object.entries(objectOf(stored)).filter(([key]) => SECTION_KEY.test(key));
  return Object.fromEntries(entries.map(([key, text]) => [key, textOf(text)]));
}

const textOf = (value: unknown) => (typeof value === 'string' ? cleanText(value) : '');

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const colourOf = (value: unknown) =>
  typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : null;

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A number between 0 and `most` with so many decimals; `otherwise` where there is none. */
function bounded(value: unknown, most: number, otherwise: number, decimals: number): number {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  if (!Number.isFinite(number)) return otherwise;
  return Number(Math.min(most, Math.max(0, number)).toFixed(decimals));
}
