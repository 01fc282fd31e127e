import type { TemplateDefinition } from './template-definition.js';

/** Used where a request names no template. */
export const DEFAULT_TEMPLATE = 'general_business';

const builtIn = (
  id: string,
  texts: Pick<TemplateDefinition, 'name' | 'description' | 'category'>,
  sections: readonly string[],
  defaultServices: readonly string[],
): TemplateDefinition => ({
  id,
  ...texts,
  sections,
  default_services: defaultServices,
  section_titles: {},
  section_texts: {},
});

/**
 * The templates every owner has. Their rows in `proposal_templates`, which a front end may read directly, are written by
 * the migration; a test compares them with these.
 */
export const BUILT_IN_TEMPLATES: readonly TemplateDefinition[] = [
  builtIn(
    'trade_services',
    {
      name: 'Trade Services',
      description: 'For plumbing, electrical work, heating, construction and other work on site.',
      category: 'trade',
    },
    ['service_assessment', 'project_scope', 'materials_labor', 'timeline', 'pricing', 'warranty_terms'],
    ['Service Assessment', 'Installation/Repair', 'Quality Inspection', 'Cleanup & Completion'],
  ),
  builtIn(
    'digital_marketing',
    {
      name: 'Digital Marketing',
      description: 'For search, content, social media and paid campaigns.',
      category: 'marketing',
    },
    ['executive_summary', 'client_overview', 'proposed_services', 'timeline', 'pricing', 'terms'],
    ['SEO', 'Content Marketing', 'Social Media Management', 'PPC Advertising'],
  ),
  builtIn(
    'web_development',
    {
      name: 'Web Development',
      description: 'For websites and web applications, from design to launch.',
      category: 'development',
    },
    ['project_overview', 'technical_requirements', 'development_phases', 'timeline', 'pricing', 'terms'],
    ['UI/UX Design', 'Frontend Development', 'Backend Development', 'Testing & QA'],
  ),
  builtIn(
    'consulting',
    {
      name: 'Consulting',
      description: 'For strategy, organisation and process work.',
      category: 'consulting',
    },
    [
      'executive_summary',
      'problem_analysis',
      'proposed_solution',
      'methodology',
      'timeline',
      'pricing',
      'terms',
    ],
    ['Strategy Consulting', 'Process Optimization', 'Training & Development'],
  ),
  builtIn(
    'general_business',
    {
      name: 'General Business',
      description: 'For any other service or project.',
      category: 'general',
    },
    ['overview', 'services', 'timeline', 'pricing', 'terms'],
    ['Business Analysis', 'Solution Implementation', 'Support & Training'],
  ),
];

export function builtInTemplate(id: string): TemplateDefinition | undefined {
  return BUILT_IN_TEMPLATES.find((template) => template.id === id);
}
