import type { Provenance } from '#platform/ai/provenance.dto';
import {
  headingOf,
  type TemplateDefinition,
  textAt,
  writtenSections,
} from '../templates/template-definition.js';
import { factsOf } from './project-facts.js';
import type { ProposalRequest } from './proposal-request.dto.js';
import type { WrittenTexts } from './proposal-texts.js';
import { writeSection } from './section-writers.js';

/**
 * Texts without a model: the request in a fixed frame, and sentences of the transcript word for word. The same request
 * gives the same texts; the provenance says `ai: false` and where in the transcript each sentence stands.
 */
export function fallbackTexts(request: ProposalRequest, template: TemplateDefinition): WrittenTexts {
  const facts = factsOf(request, template);
  const client = request.client_info.company_name;
  const write = (id: string) =>
    textAt(template.section_texts, id) ??
    writeSection(id, facts) ??
    `${headingOf(template, id)}: we agree on this with ${client} before the work starts.`;
  return {
    texts: {
      executive_summary: write('executive_summary'),
      client_overview: write('client_overview'),
      sections: Object.fromEntries(writtenSections(template).map((id) => [id, write(id)])),
      services: facts.services.map((name) => ({ name, description: describeService(name) })),
    },
    provenance: {
      ...NO_MODEL,
      sources: facts.quotes.map(({ offset }) => ({
        kind: 'transcript',
        ref: 'call_transcript',
        title: 'Call transcript',
        offset,
      })),
    },
  };
}

const NO_MODEL: Omit<Provenance, 'sources'> = {
  ai: false,
  provider: 'offline',
  model: 'offline',
  prompt_version: null,
  brand_version: null,
  cost_usd: 0,
  run_id: null,
};

const SERVICES: Readonly<Record<string, string>> = {
  'service assessment': 'A visit on site to see what is needed.',
  'installation/repair': 'The work itself, done by trained people.',
  'quality inspection': 'A check of every part before handover.',
  'cleanup & completion': 'A clean site and a walk through the result.',
  seo: 'Pages that search engines find and people want to read.',
  'content marketing': 'Articles and stories that answer what your customers ask.',
  'social media management': 'Planned posts, and answers to those who react.',
  'ppc advertising': 'Paid ads with a fixed budget and a report on what they bring.',
  'ui/ux design': 'Screens and ways through them, tried out with users.',
  'frontend development': 'What visitors see and use, in every common browser.',
  'backend development': 'Data, accounts and connections behind the pages.',
  'testing & qa': 'Checks by machine and by hand before every release.',
  'strategy consulting': 'Goals, options and a plan that can be followed.',
  'process optimization': 'Fewer steps, less waiting, clear duties.',
  'training & development': 'Workshops, so that your team can carry on.',
  'business analysis': 'What you do today, and where it can be better.',
  'solution implementation': 'The solution set up and put to use.',
  'support & training': 'Help in the first weeks, and an introduction for your team.',
};

/** One sentence about a service that a template offers; blank for others. */
function describeService(name: string): string {
  return textAt(SERVICES, name.toLowerCase()) ?? '';
}
