import type { FoundField } from '../enrichment-provider.js';

/** Where in an answer a field stands: keys divided by dots; a number is a place in a list. */
export type Mapping = readonly (readonly [path: string, field: string])[];

/** The names under which services usually tell things; the first that is there counts. */
export const USUAL_MAPPING: Mapping = Object.entries({
  first_name:
    'first_name firstName given_name name.givenName name.first person.first_name person.name.givenName',
  last_name:
    'last_name lastName family_name name.familyName name.last person.last_name person.name.familyName',
  phone: 'phone phone_number phoneNumber mobile_phone person.phone',
  job_title: 'job_title jobTitle title position employment.title person.title person.employment.title',
  company:
    'company.name company organization.name organization company_name companyName employment.name job_company_name',
  industry: 'industry company.industry company.category.industry organization.industry job_company_industry',
  company_size:
    'company_size company.size company.employees company.employee_count company.metrics.employees organization.estimated_num_employees employees job_company_size',
  country:
    'country country_name location.country geo.country company.country company.geo.country location_country',
  annual_revenue:
    'annual_revenue revenue company.annual_revenue company.metrics.annualRevenue organization.annual_revenue',
  company_domain: 'company.domain organization.primary_domain domain',
  company_website: 'company.website website organization.website_url company.url',
  linkedin_url: 'linkedin_url linkedin linkedin.handle person.linkedin_url',
  city: 'city location.city geo.city company.city',
  confidence: 'confidence score likelihood',
}).flatMap(([field, paths]) => paths.split(' ').map((path): [string, string] => [path, field]));

/** The field of a mapping that says how sure the service is: 0 to 1, or up to 10 or 100. */
const CONFIDENCE = 'confidence';
const USUAL_CONFIDENCE = 0.7;

/** What an answer says, by the mapping. Nothing is made of it: values are checked where they are written. */
export function mapped(answer: unknown, mapping: Mapping): FoundField[] {
  const found = new Map<string, { value: unknown; path: string }>();
  for (const [path, field] of mapping) {
    const value = found.has(field) ? undefined : at(answer, path.split('.'));
    if (isTold(value)) found.set(field, { value, path });
  }
  const confidence = shareOf(found.get(CONFIDENCE)?.value) ?? USUAL_CONFIDENCE;
  return [...found]
    .filter(([field]) => field !== CONFIDENCE)
    .map(([field, { value, path }]) => ({ field, value, confidence, source: path }));
}

/** The fields that answers can be mapped to. */
export function fieldsOf(mapping: Mapping): string[] {
  return [...new Set(mapping.map(([, field]) => field))].filter((field) => field !== CONFIDENCE);
}

function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  const isInside = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isInside ? at((value as Record<string, unknown>)[key], rest) : undefined;
}

/** An object in the place of a value is no value: `company` may be a name or hold one. */
function isTold(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '' && typeof value !== 'object';
}

function shareOf(value: unknown): number | undefined {
  if (typeof value !== 'number' || !(value >= 0 && value <= 100)) return undefined;
  return value <= 1 ? value : value <= 10 ? value / 10 : value / 100;
}
