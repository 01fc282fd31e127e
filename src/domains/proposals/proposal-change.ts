import { LONGEST_SECTION } from './drafts/proposal-draft.js';
import { priceProblems } from './money/amounts.js';
import type { ProposalBody } from './proposal.answers.dto.js';
import type { ProposalChanges } from './proposal.dto.js';
import { AmountInvalid, ProposalTooLong, SectionsInvalid } from './proposal.errors.js';

const LONGEST_CONTENT = 5 * LONGEST_SECTION;
const MOST_TERMS = 40;

/** The body after the changes; refused when it could not be kept or printed as it is. */
export function changedBody(body: ProposalBody, changes: ProposalChanges): ProposalBody {
  const client = clientOf(body, changes);
  const changed: ProposalBody = {
    ...body,
    ...client,
    sections: changes.sections?.map(({ id, title }) => ({ id, title })) ?? body.sections,
    content: merged(body.content, changes.content),
    pricing:
      changes.pricing?.map(({ item, description, price, quantity }) => ({
        item,
        description: description ?? '',
        price,
        quantity: quantity ?? 1,
      })) ?? body.pricing,
    timeline:
      changes.timeline?.map(({ phase, duration, deliverables }) => ({
        phase,
        duration: duration ?? '',
        deliverables: deliverables ?? [],
      })) ?? body.timeline,
    terms: merged(body.terms, changes.terms),
    currency: changes.currency ?? body.currency,
    locale: changes.locale ?? body.locale,
    discount_percent: changes.discount_percent ?? body.discount_percent,
    tax_percent: changes.tax_percent ?? body.tax_percent,
    tax_label: changes.tax_label === undefined ? body.tax_label : changes.tax_label || null,
    valid_until: changes.valid_until === undefined ? body.valid_until : changes.valid_until,
  };
  refuse(changed);
  return changed;
}

/** What differs between two bodies: `pricing`, `content.executive_summary`. */
export function changesBetween(before: ProposalBody, after: ProposalBody): string[] {
  return (Object.keys(after) as (keyof ProposalBody)[]).flatMap((field) =>
    field === 'content' || field === 'terms'
      ? changedKeys(before[field], after[field]).map((key) => `${field}.${key}`)
      : same(before[field], after[field])
        ? []
        : [field],
  );
}

/** The name of the client is said twice; whichever is changed carries the other along. */
function clientOf(body: ProposalBody, { client_name, client_info }: ProposalChanges) {
  const given = client_info && {
    company_name: client_info.company_name,
    contact_name: client_info.contact_name || null,
    email: client_info.email || null,
    phone: client_info.phone || null,
    industry: client_info.industry || null,
  };
  const wasRenamed = client_name !== undefined && client_name !== body.client_name;
  const name = wasRenamed ? client_name : (given?.company_name ?? body.client_name);
  return { client_name: name, client_info: { ...(given ?? body.client_info), company_name: name } };
}

function merged(
  before: Record<string, string>,
  changes: Record<string, string | null> = {},
): Record<string, string> {
  const entries = Object.entries({ ...before, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

function refuse({ sections, content, terms, pricing, currency, ...body }: ProposalBody): void {
  const twice = sections.findIndex(({ id }, at) => sections.findIndex((section) => section.id === id) !== at);
  if (twice >= 0)
    throw new SectionsInvalid().withIssues([
      { path: `sections.${twice}.id`, message: 'this section is named before' },
    ]);
  const length = Object.values(content).reduce((sum, text) => sum + text.length, 0);
  if (length > LONGEST_CONTENT)
    throw new ProposalTooLong(LONGEST_CONTENT).withIssues([
      { path: 'content', message: `content has ${length} characters` },
    ]);
  if (Object.keys(terms).length > MOST_TERMS)
    throw new SectionsInvalid().withIssues([
      { path: 'terms', message: `there are at most ${MOST_TERMS} terms` },
    ]);
  const adjustments = { discountPercent: body.discount_percent, taxPercent: body.tax_percent };
  const problems = priceProblems(pricing, adjustments, currency);
  if (problems.length > 0) throw new AmountInvalid(currency).withIssues(problems);
}

function changedKeys(before: Record<string, string>, after: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => before[key] !== after[key],
  );
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
