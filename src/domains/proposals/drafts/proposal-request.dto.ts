import { ProposalClient } from '../proposal.answers.dto.js';

/** What is wanted. */
export class RequestedProject {
  description!: string;
  scope!: string;
  /** Empty where those of the template are meant. @example ['SEO'] */
  services!: string[];
  /** Weeks, or days for templates of the category `trade`. @example 8 */
  duration!: number;
  /** @example ['Online orders'] */
  features!: string[];
  /** What was said about time where it is no number of weeks. @example 'before Christmas' */
  wished_timeline!: string | null;
}

/** What the client wants to spend, in major units of the currency. */
export class RequestedBudget {
  /** @example 5000 */
  min!: number;
  /** @example 10000 */
  max!: number;
}

/** What a proposal is made from, whichever form it came in. */
export class ProposalRequest {
  /** A built-in template or the id of a row. @example 'digital_marketing' */
  template_type!: string;
  client_info!: ProposalClient;
  project_details!: RequestedProject;
  /** The sources of a proposal's provenance give their offsets in this text. */
  call_transcript!: string;
  budget_range!: RequestedBudget;
  /** ISO 4217. @example 'USD' */
  currency!: string;
  /** BCP 47. @example 'en-US' */
  locale!: string;
}
