import { totalsOf } from '../money/amounts.js';
import { type MoneyStyle, nearestMinor } from '../money/currency.js';
import { cleanLine, cleanText } from '../plain-text.js';
import type { Proposal } from '../proposal.answers.dto.js';
import { planOf, textAt } from '../templates/template-definition.js';
import { type Logo, logoOf } from './logo.js';
import { type Palette, paletteOf } from './palette.js';
import type { ProposalBrand } from './proposal-brand.js';
import { type TextBlock, textBlocks } from './text-blocks.js';

/** One row of the prices, in minor units. */
export interface PriceRow {
  readonly item: string;
  readonly description: string;
  readonly quantity: string;
  readonly price: number;
  readonly amount: number;
}

/** One line of the totals, in minor units. */
interface TotalRow {
  readonly label: string;
  readonly amount: number;
}

interface PhaseRow {
  readonly phase: string;
  readonly duration: string;
  readonly deliverables: readonly string[];
}

export type DocumentBlock =
  | TextBlock
  | { readonly kind: 'prices'; readonly rows: readonly PriceRow[]; readonly totals: readonly TotalRow[] }
  | { readonly kind: 'phases'; readonly rows: readonly PhaseRow[] }
  | { readonly kind: 'terms'; readonly rows: readonly { readonly label: string; readonly text: string }[] };

export interface DocumentSection {
  readonly title: string;
  readonly blocks: readonly DocumentBlock[];
}

/** What a file says, the same for every format: clean text in the order in which it is read. */
export interface ProposalDocument {
  readonly title: string;
  /** The name of the brand; null where none is known. */
  readonly author: string | null;
  readonly preparedFor: readonly string[];
  /** Date, reference, last day. `inEnglish` is for typefaces that lack the letters of `value`. */
  readonly details: readonly { readonly label: string; readonly value: string; readonly inEnglish: string }[];
  readonly sections: readonly DocumentSection[];
  readonly client: string;
  readonly money: MoneyStyle;
  readonly paper: 'A4' | 'LETTER';
  /** When this version was saved: the date in the file itself. */
  readonly savedAt: string;
  readonly palette: Palette;
  readonly logo: Logo | null;
}

/** Where paper is 8.5 by 11 inches wide. */
const LETTER_REGIONS = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'PR', 'GT', 'CR', 'PA']);

export function proposalDocument(proposal: Proposal, brand: ProposalBrand | null): ProposalDocument {
  const { locale, currency } = proposal;
  const author = cleanLine(brand?.name ?? '')
    .slice(0, 200)
    .toWellFormed();
  return {
    title: `Proposal for ${cleanLine(proposal.client_name)}`,
    author: author === '' ? null : author,
    preparedFor: addressee(proposal),
    details: detailsOf(proposal),
    sections: proposal.sections.flatMap((section) => sectionOf(proposal, section)),
    client: cleanLine(proposal.client_name),
    money: { locale, currency },
    paper: LETTER_REGIONS.has(new Intl.Locale(locale).maximize().region ?? '') ? 'LETTER' : 'A4',
    savedAt: proposal.saved_at,
    palette: paletteOf(brand?.colors ?? {}),
    logo: (brand?.logo && logoOf(brand.logo)) ?? null,
  };
}

function addressee({ client_info: client, client_name }: Proposal): string[] {
  return [client_name, client.contact_name, client.email, client.phone]
    .map((line) => cleanLine(line ?? ''))
    .filter((line) => line !== '');
}

function detailsOf({ id, version, locale, created_at, valid_until }: Proposal): ProposalDocument['details'] {
  const reference = `${id.slice(-8).toUpperCase()}-${version}`;
  return [
    dated('Date', created_at, locale),
    { label: 'Reference', value: reference, inEnglish: reference },
    ...(valid_until === null ? [] : [dated('Valid until', valid_until, locale)]),
  ];
}

function dated(label: string, date: string, locale: string) {
  const style = { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;
  const written = (tag: string) => new Intl.DateTimeFormat(tag, style).format(new Date(date));
  return { label, value: written(locale), inEnglish: written('en-GB') };
}

/** A section that has neither a text nor anything to list is left out. */
function sectionOf(proposal: Proposal, { id, title }: { id: string; title: string }): DocumentSection[] {
  const blocks = [...textBlocks(cleanText(textAt(proposal.content, id) ?? '')), ...planBlocks(proposal, id)];
  return blocks.length === 0 ? [] : [{ title: cleanLine(title), blocks }];
}

function planBlocks(proposal: Proposal, sectionId: string): DocumentBlock[] {
  const plan = planOf(sectionId);
  if (plan === 'pricing' && proposal.pricing.length > 0) return [pricesOf(proposal)];
  if (plan === 'timeline' && proposal.timeline.length > 0)
    return [{ kind: 'phases', rows: proposal.timeline.map(phaseOf) }];
  const terms = Object.entries(proposal.terms).filter(([, text]) => cleanText(text) !== '');
  if (plan !== 'terms' || terms.length === 0) return [];
  return [
    { kind: 'terms', rows: terms.map(([key, text]) => ({ label: labelOf(key), text: cleanText(text) })) },
  ];
}

function pricesOf(proposal: Proposal): DocumentBlock {
  const { pricing, currency, locale, discount_percent, tax_percent, tax_label } = proposal;
  const adjustments = { discountPercent: discount_percent, taxPercent: tax_percent };
  const { lines, subtotal, discount, tax, total } = totalsOf(pricing, adjustments, currency);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3, numberingSystem: 'latn' });
  const isAdjusted = discount > 0 || tax_percent > 0;
  return {
    kind: 'prices',
    rows: pricing.map(({ item, description, price, quantity }, at) => ({
      item: cleanLine(item),
      description: cleanText(description),
      quantity: number.format(quantity),
      price: nearestMinor(price, currency),
      amount: lines[at] ?? 0,
    })),
    totals: [
      ...(isAdjusted ? [{ label: 'Subtotal', amount: subtotal }] : []),
      ...(discount > 0 ? [{ label: `Discount ${number.format(discount_percent)}%`, amount: -discount }] : []),
      ...(tax_percent > 0
        ? [{ label: `${cleanLine(tax_label ?? '') || 'Tax'} ${number.format(tax_percent)}%`, amount: tax }]
        : []),
      { label: 'Total', amount: total },
    ],
  };
}

function phaseOf({ phase, duration, deliverables }: Proposal['timeline'][number]): PhaseRow {
  return {
    phase: cleanLine(phase),
    duration: cleanLine(duration),
    deliverables: deliverables.map(cleanLine).filter((line) => line !== ''),
  };
}

/** `payment_terms` is labelled "Payment terms". */
function labelOf(key: string): string {
  const words = cleanLine(key.replaceAll('_', ' '));
  return words.charAt(0).toUpperCase() + words.slice(1);
}
