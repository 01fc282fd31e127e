/** What a proposal is made from: which sections it has, and what is offered when nothing else is said. */
export interface TemplateDefinition {
  /** The key of a built-in template, or the id of a row. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** `trade` and `development` have terms of their own, `trade` also prices and phases. */
  readonly category: string;
  /** Keys in lower case with underscores, in their order. */
  readonly sections: readonly string[];
  readonly default_services: readonly string[];
  /** Headings for sections that want another than the one their key gives. */
  readonly section_titles: Readonly<Record<string, string>>;
  /** What a section always says. */
  readonly section_texts: Readonly<Record<string, string>>;
}

/** A section of a proposal: the key of its text in the content, and its heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

export const SECTION_KEY = /^[a-z][a-z0-9_]{0,59}$/;

/** Sections that list the services. */
const SERVICE_SECTIONS: readonly string[] = ['proposed_services', 'services'];
/** Sections with a table or a list of their own, and where each is taken from. */
const PLAN_SECTIONS: Readonly<Record<string, 'timeline' | 'pricing' | 'terms'>> = {
  timeline: 'timeline',
  pricing: 'pricing',
  terms: 'terms',
  warranty_terms: 'terms',
};

const TITLES: Readonly<Record<string, string>> = {
  executive_summary: 'Summary',
  client_overview: 'About you',
  proposed_services: 'What we will do',
  services: 'What we will do',
  service_assessment: 'Assessment',
  materials_labor: 'Materials and labour',
  warranty_terms: 'Warranty and terms',
  project_overview: 'The project',
  overview: 'The project',
  problem_analysis: 'The problem',
  proposed_solution: 'Our solution',
  methodology: 'How we work',
  pricing: 'Investment',
};

export const listsServices = (sectionId: string): boolean => SERVICE_SECTIONS.includes(sectionId);

export function planOf(sectionId: string): 'timeline' | 'pricing' | 'terms' | undefined {
  return textAt(PLAN_SECTIONS, sectionId);
}

/** The text under a key that may be any word, `constructor` included. */
export function textAt<Text>(texts: Readonly<Record<string, Text>>, key: string): Text | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

/** Sections whose text is written for the client: neither a list of services nor tied to a plan. */
export function writtenSections({ sections }: TemplateDefinition): string[] {
  return sections.filter((id) => !listsServices(id) && !planOf(id) && !ALWAYS_WRITTEN.includes(id));
}

/** Texts that every proposal has, whichever sections show them. */
export const ALWAYS_WRITTEN: readonly string[] = ['executive_summary', 'client_overview'];

/** The sections as the document shows them: a summary leads, and the services stand before prices and dates. */
export function sectionsOf(template: TemplateDefinition): Section[] {
  const ids = [...template.sections];
  if (!ids.includes('executive_summary')) ids.unshift('executive_summary');
  if (!ids.some(listsServices)) {
    const firstPlan = ids.findIndex((id) => planOf(id) !== undefined);
    ids.splice(firstPlan === -1 ? ids.length : firstPlan, 0, 'proposed_services');
  }
  return ids.map((id) => ({ id, title: headingOf(template, id) }));
}

/** What stands above a section: the template's own heading, or one made from the key. */
export function headingOf({ section_titles }: TemplateDefinition, sectionId: string): string {
  return textAt(section_titles, sectionId) ?? titleOf(sectionId);
}

/** `project_scope` is headed "Project scope". */
export function titleOf(sectionId: string): string {
  const known = textAt(TITLES, sectionId);
  if (known !== undefined) return known;
  const words = sectionId.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
