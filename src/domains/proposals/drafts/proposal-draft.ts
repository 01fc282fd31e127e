import { toMinor } from '../money/currency.js';
import { cleanText, cut } from '../plain-text.js';
import type { ProposalBody } from '../proposal.answers.dto.js';
import { AmountInvalid } from '../proposal.errors.js';
import {
  ALWAYS_WRITTEN,
  listsServices,
  planOf,
  sectionsOf,
  textAt,
  type TemplateDefinition,
} from '../templates/template-definition.js';
import { fallbackTexts } from './fallback-texts.js';
import { factsOf, numbered, servicesOf } from './project-facts.js';
import { pricingPlan } from './pricing-plan.js';
import type { ProposalRequest } from './proposal-request.dto.js';
import type { ProposalTexts } from './proposal-texts.js';
import { writeSection } from './section-writers.js';
import { termsPlan } from './terms-plan.js';
import { timelinePlan } from './timeline-plan.js';

/** Characters of one section at most. */
export const LONGEST_SECTION = 20_000;
const LONGEST_SERVICE = 500;

/**
 * The first version of a proposal. Texts that a model left out or gave blank are those of the fallback; prices, dates and
 * terms follow from the request and the template alone.
 */
export function draftOf(
  request: ProposalRequest,
  template: TemplateDefinition,
  texts: ProposalTexts,
): ProposalBody {
  const { currency, locale } = request;
  const total = toMinor(request.budget_range.min, currency);
  if (total === undefined)
    throw new AmountInvalid(currency).withIssues([
      { path: 'budget_range.min', message: `min has more decimals than ${currency}` },
    ]);
  return {
    client_name: request.client_info.company_name,
    client_info: { ...request.client_info },
    sections: sectionsOf(template),
    content: contentOf(request, template, texts),
    pricing: pricingPlan(template.category, total, currency),
    timeline: timelinePlan(template.category, request.project_details.duration),
    terms: termsPlan(template.category),
    currency,
    locale,
    discount_percent: 0,
    tax_percent: 0,
    tax_label: null,
    valid_until: null,
  };
}

function contentOf(
  request: ProposalRequest,
  template: TemplateDefinition,
  texts: ProposalTexts,
): Record<string, string> {
  const facts = factsOf(request, template);
  const services = numberedServices(servicesOf(request, template), texts);
  const written = byKey(texts);
  const spare = byKey(fallbackTexts(request, template).texts);
  const textOf = (id: string): string => {
    if (listsServices(id)) return services;
    if (planOf(id)) return textAt(template.section_texts, id) ?? writeSection(id, facts) ?? '';
    return tidy(textAt(written, id)) || tidy(textAt(spare, id));
  };
  const ids = new Set([...ALWAYS_WRITTEN, 'proposed_services', ...template.sections]);
  return Object.fromEntries([...ids].map((id) => [id, textOf(id)]));
}

/** The services that were asked for, each with what the texts say about it; a model cannot add one. */
function numberedServices(names: readonly string[], texts: ProposalTexts): string {
  const known = new Map(
    texts.services.map(({ name, description }) => [name.trim().toLowerCase(), description]),
  );
  return numbered(
    names.map((name) => {
      const description = cut(
        cleanText(known.get(name.toLowerCase()) ?? '').replace(/\s+/g, ' '),
        LONGEST_SERVICE,
      );
      return description === '' ? name : `${name}: ${description}`;
    }),
  );
}

const byKey = ({ sections, executive_summary, client_overview }: ProposalTexts): Record<string, string> => ({
  ...sections,
  executive_summary,
  client_overview,
});

const tidy = (text: string | undefined) => cut(cleanText(text ?? ''), LONGEST_SECTION);
