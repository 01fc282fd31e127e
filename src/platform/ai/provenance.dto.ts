/** What a text leans on. */
export class ProvenanceSource {
  /** @example 'document' */
  kind!: 'document' | 'page' | 'record' | 'transcript';
  /** The id of the document or record, or the address of the page. @example '01a20a7b-f54b-75a5-ae77-86a3de4c5ecf' */
  ref!: string;
  /** @example 'Price list 2026' */
  title!: string | null;
  /** Where the passage begins, in characters of the text; null when the whole is meant. @example 1200 */
  offset!: number | null;
}

/** Who or what wrote a text, from what, and what it cost. */
export class Provenance {
  /** False when a template or a formula wrote it and no model was asked. */
  ai!: boolean;
  /** `offline` when no model was asked. @example 'openai' */
  provider!: string;
  /** The name in the catalogue of models. @example 'gpt-5-mini' */
  model!: string;
  /** The prompt's name and version; null when there was none. @example 'content.piece@2' */
  prompt_version!: string | null;
  /** The version of the brand that was kept to; null when none is set. @example 3 */
  brand_version!: number | null;
  sources!: ProvenanceSource[];
  /** US dollars; null when the price is not known. @example 0.00045 */
  cost_usd!: number | null;
  /** The agent's run that made it; null when none did. */
  run_id!: string | null;
}
