import { textAt } from '../templates/template-definition.js';
import { enumerated, list, listed, passage, type ProjectFacts, said } from './project-facts.js';

type Writer = (facts: ProjectFacts) => string;

/**
 * What a section says when no model writes it: the request and sentences of the call in a fixed frame, nothing made up.
 * Each fact stands in one section: needs in the summary, decisions with the scope, dates and budget with their tables.
 */
const WRITERS: Readonly<Record<string, Writer>> = {
  executive_summary: (facts) =>
    passage(
      `${facts.client.company_name} asked for ${aim(facts)}. This proposal says what we will do, when it will be done and what it costs.`,
      listed('What mattered most in our call:', said(facts, 'need')),
      `The work is planned for ${facts.duration}.`,
    ),

  client_overview: (facts) =>
    passage(list(clientLines(facts)), facts.description, facts.scope, agreed(facts)),

  service_assessment: (facts) =>
    passage(
      'Before the work starts we visit the site, take measurements and check what the work has to fit in with.',
      facts.description === '' ? '' : `What we know so far: ${facts.description}`,
    ),

  project_scope: (facts) =>
    passage(
      facts.scope === '' ? `The work covers ${enumerated(facts.services)}.` : facts.scope,
      listed('The result has:', facts.features),
      agreed(facts),
      'Anything beyond this is agreed in writing before it is done.',
    ),

  materials_labor: () =>
    passage(
      'Prices include the materials and supplies the work needs and the labour to install them. Materials are chosen for their purpose and fitted as their makers say.',
      'Where you want other materials than we have planned, we tell you what changes in price and dates before they are ordered.',
    ),

  project_overview: (facts) => passage(about(facts), facts.scope, agreed(facts)),

  technical_requirements: (facts) =>
    passage(
      listed('The result has:', facts.features),
      listed('It also meets what is expected of any site today:', [
        'It works on phones, tablets and desktop browsers.',
        'It is served over HTTPS and kept free of known vulnerabilities until handover.',
        'It can be used with a keyboard and a screen reader.',
      ]),
      'Further requirements are written down together in the first phase.',
    ),

  development_phases: (facts) =>
    `We plan first, then design and build in steps that you can see, test the result and launch it. The ${facts.duration} are divided into phases below.`,

  problem_analysis: (facts) =>
    passage(about(facts), 'The first phase makes clear what stands in the way and what that costs.'),

  proposed_solution: (facts) =>
    passage(
      facts.scope === '' ? `We propose ${enumerated(facts.services)}.` : facts.scope,
      listed('The result has:', facts.features),
      agreed(facts),
    ),

  methodology: () =>
    passage(
      'We work in four steps and report after each of them.',
      [
        '1. Listen: interviews and the figures you have.',
        '2. Analyse: what holds you back, and what it costs.',
        '3. Change: measures in small steps, the most useful first.',
        '4. Hand over: your team carries on without us.',
      ].join('\n'),
    ),

  overview: (facts) =>
    passage(about(facts), facts.scope, listed('The result has:', facts.features), agreed(facts)),

  timeline: (facts) =>
    passage(
      'The phases follow one another. Dates are confirmed when the proposal is accepted.',
      facts.wishedTimeline === null ? '' : `Your wish: ${facts.wishedTimeline}`,
      listed('Said about dates in our call:', said(facts, 'date')),
    ),

  pricing: (facts) =>
    passage(
      'The prices cover everything that this proposal describes.',
      listed('Said about the budget in our call:', said(facts, 'budget')),
    ),

  terms: () => 'These terms apply to the work that this proposal describes.',
  warranty_terms: () => 'These terms apply to the work that this proposal describes.',
};

/** The text of a section that is known; undefined for one that an owner has thought of. */
export function writeSection(sectionId: string, facts: ProjectFacts): string | undefined {
  return textAt(WRITERS, sectionId)?.(facts);
}

const agreed = (facts: ProjectFacts) => listed('Agreed in our call:', said(facts, 'decision'));

const about = (facts: ProjectFacts) =>
  facts.description === '' ? `${facts.client.company_name} asked for ${aim(facts)}.` : facts.description;

const aim = ({ services }: ProjectFacts) =>
  services.length === 0 ? 'a proposal' : `help with ${enumerated(services)}`;

function clientLines({ client }: ProjectFacts): string[] {
  const known: [string, string | null][] = [
    ['Company', client.company_name],
    ['Industry', client.industry],
    ['Contact', client.contact_name],
    ['E-mail', client.email],
    ['Phone', client.phone],
  ];
  return known.flatMap(([label, value]) => (value === null ? [] : [`${label}: ${value}`]));
}
