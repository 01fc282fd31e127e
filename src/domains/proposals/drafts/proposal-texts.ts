import { z } from 'zod';
import type { Provenance } from '#platform/ai/provenance.dto';
import { headingOf, type TemplateDefinition, writtenSections } from '../templates/template-definition.js';

/** The texts of a proposal that are written for the client. Prices, dates and terms are never among them. */
export interface ProposalTexts {
  executive_summary: string;
  client_overview: string;
  /** By the sections that the template adds, such as `problem_analysis`. */
  sections: Record<string, string>;
  /** What each service means for this client. Services that were not asked for are dropped. */
  services: { name: string; description: string }[];
}

/** Texts, and who wrote them. */
export interface WrittenTexts {
  readonly texts: ProposalTexts;
  readonly provenance: Provenance;
}

const FORM = 'Plain text. A blank line begins a paragraph, "- " begins an item of a list.';

/** The form in which a model gives the texts for a template: closed, with every property required, as strict modes want it. */
export function proposalTextsShape(template: TemplateDefinition): {
  readonly name: string;
  readonly type: z.ZodType<ProposalTexts>;
} {
  const sections = Object.fromEntries(
    writtenSections(template).map((id) => [
      id,
      z.string().describe(`The section "${headingOf(template, id)}". ${FORM}`),
    ]),
  );
  return {
    name: 'proposal_texts',
    type: z.strictObject({
      executive_summary: z.string().describe(`What the client wants and what is proposed. ${FORM}`),
      client_overview: z.string().describe(`Who the client is and what was understood. ${FORM}`),
      sections: z.strictObject(sections),
      services: z.array(
        z.strictObject({
          name: z.string().describe('A service that was asked for, named as it was.'),
          description: z.string().describe('One sentence: what it means for this client.'),
        }),
      ),
    }),
  };
}
