import { counted } from './timeline-plan.js';
import type { TemplateDefinition } from '../templates/template-definition.js';
import type { ProposalClient } from '../proposal.answers.dto.js';
import type { ProposalRequest } from './proposal-request.dto.js';
import { type TranscriptQuote, type TranscriptTopic, quotesOf } from './transcript.js';

/** What is known of a project, ready to be put into sentences. */
export interface ProjectFacts {
  readonly client: ProposalClient;
  readonly description: string;
  readonly scope: string;
  readonly services: readonly string[];
  readonly features: readonly string[];
  /** `8 weeks`, or `8 days` for work on site. */
  readonly duration: string;
  readonly wishedTimeline: string | null;
  readonly quotes: readonly TranscriptQuote[];
}

export function factsOf(request: ProposalRequest, template: TemplateDefinition): ProjectFacts {
  const { description, scope, features, duration, wished_timeline } = request.project_details;
  return {
    client: request.client_info,
    description,
    scope,
    services: servicesOf(request, template),
    features,
    duration: counted(duration, template.category === 'trade' ? 'day' : 'week'),
    wishedTimeline: wished_timeline,
    quotes: quotesOf(request.call_transcript),
  };
}

/** Those that were asked for, or those of the template. */
export function servicesOf({ project_details }: ProposalRequest, template: TemplateDefinition): string[] {
  const { services } = project_details;
  return services.length > 0 ? services : [...template.default_services];
}

export function said(facts: ProjectFacts, ...topics: TranscriptTopic[]): string[] {
  return facts.quotes.filter(({ topic }) => topics.includes(topic)).map(({ text }) => text);
}

/** Paragraphs and lists, one after the other; empty ones are left out. */
export function passage(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A list under its introduction; nothing when the list is empty. */
export function listed(introduction: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${introduction}\n\n${list(items)}`;
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function numbered(items: readonly string[]): string {
  return items.map((item, at) => `${at + 1}. ${item}`).join('\n');
}

/** `A`, `A and B`, `A, B and C`. */
export function enumerated(items: readonly string[]): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
