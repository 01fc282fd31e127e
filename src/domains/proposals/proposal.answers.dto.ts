import { Provenance } from '#platform/ai/provenance.dto';
import type { ProposalStatus } from './proposal-state.js';

/** Whom a proposal is for. */
export class ProposalClient {
  /** @example 'Harbour Bakery' */
  company_name!: string;
  /** @example 'Ada Okafor' */
  contact_name!: string | null;
  email!: string | null;
  phone!: string | null;
  industry!: string | null;
}

/** A section of the document. */
export class ProposalSection {
  /** The key of its text in `content`; `pricing`, `timeline`, `terms` and `warranty_terms` show their table below it. @example 'executive_summary' */
  id!: string;
  /** Its heading. @example 'Summary' */
  title!: string;
}

/** One line of the prices. */
export class ProposalPrice {
  /** @example 'Core implementation' */
  item!: string;
  /** @example 'The work itself' */
  description!: string;
  /** For one, in major units of the currency, before discount and tax. @example 3000 */
  price!: number;
  /** @example 1 */
  quantity!: number;
}

/** What the prices come to, in major units of the currency. */
export class ProposalTotals {
  /** The lines, each rounded to the smallest unit of the currency. @example 5000 */
  subtotal!: number;
  discount!: number;
  tax!: number;
  /** `subtotal - discount + tax`. @example 5000 */
  total!: number;
}

/** A phase of the work. */
export class ProposalPhase {
  /** @example 'Discovery and planning' */
  phase!: string;
  /** @example '1 week' */
  duration!: string;
  /** @example ['Project plan'] */
  deliverables!: string[];
}

/** Colours of a brand; ours stand in for null. */
export class ProposalColors {
  /** @example '#1f3a5f' */
  primary!: string | null;
  /** @example '#c8743c' */
  accent!: string | null;
}

/** Whose proposal it is. */
export class ProposalBrandName {
  /** @example 'Northlight Studio' */
  name!: string;
  colors!: ProposalColors;
}

/** A proposal as a list shows it. */
export class ProposalSummary {
  id!: string;
  /** @example 'Harbour Bakery' */
  client_name!: string;
  /** @example 'digital_marketing' */
  template_type!: string;
  /** @example 'draft' */
  status!: ProposalStatus;
  /** What the client would pay, in major units of the currency; null when the row was not written by this API. @example 5000 */
  value!: number | null;
  /** @example 'USD' */
  currency!: string;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
  updated_at!: string;
}

/** What changes from version to version. */
export class ProposalBody {
  /** @example 'Harbour Bakery' */
  client_name!: string;
  client_info!: ProposalClient;
  /** The sections of the document in their order. */
  sections!: ProposalSection[];
  /**
   * Texts by section. A blank line begins a paragraph, `- ` an item of a list, `1. ` one of a numbered list.
   * @example { "executive_summary": "You asked for more customers.", "client_overview": "…", "proposed_services": "1. SEO" }
   */
  content!: Record<string, string>;
  pricing!: ProposalPrice[];
  timeline!: ProposalPhase[];
  /** @example { "payment_terms": "50% upfront, 50% on completion." } */
  terms!: Record<string, string>;
  /** ISO 4217. @example 'USD' */
  currency!: string;
  /** BCP 47: how amounts and dates are written. @example 'en-US' */
  locale!: string;
  /** Taken off the subtotal, in percent. @example 0 */
  discount_percent!: number;
  /** Put on top of what the discount leaves, in percent. @example 0 */
  tax_percent!: number;
  /** What the tax is called; null means "Tax". @example 'VAT' */
  tax_label!: string | null;
  /** The last day on which the client may accept; null when none is named. @example '2027-01-31' */
  valid_until!: string | null;
}

/** A proposal. */
export class Proposal extends ProposalBody {
  id!: string;
  /** The built-in template or the id of the one it was made from. @example 'digital_marketing' */
  template_type!: string;
  /** @example 'draft' */
  status!: ProposalStatus;
  totals!: ProposalTotals;
  /** The same as `totals.total`. @example 5000 */
  value!: number;
  /** Counts up with each change; 1 is the draft. @example 1 */
  version!: number;
  /** Whose proposal it is; null until one is named. */
  brand!: ProposalBrandName | null;
  /** Whether a model wrote the texts of version 1. */
  ai!: boolean;
  /** Who wrote the texts of version 1; null for a proposal that was not drafted here. */
  provenance!: Provenance | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
  updated_at!: string;
  /** When this version was saved. */
  saved_at!: string;
  /** When it last became `sent`. */
  sent_at!: string | null;
  /** When it became `accepted` or `rejected`. */
  decided_at!: string | null;
}

/** A proposal that is gone. */
export class DeletedProposal {
  /** @example true */
  deleted!: boolean;
  id!: string;
}
