import type { LeadStatus } from '../lead.dto.js';

/** How other systems call what we call a status, in lower case with single blanks. */
export const STATUS_WORDS: ReadonlyMap<string, LeadStatus> = new Map(
  Object.entries({
    open: 'new',
    'open not contacted': 'new',
    unworked: 'new',
    neu: 'new',
    nouveau: 'new',
    nuevo: 'new',
    'in progress': 'contacted',
    'attempted to contact': 'contacted',
    connected: 'contacted',
    working: 'contacted',
    'working contacted': 'contacted',
    kontaktiert: 'contacted',
    contacte: 'contacted',
    contactado: 'contacted',
    marketingqualifiedlead: 'qualified',
    salesqualifiedlead: 'qualified',
    'marketing qualified lead': 'qualified',
    'sales qualified lead': 'qualified',
    qualifiziert: 'qualified',
    qualifie: 'qualified',
    'open deal': 'opportunity',
    kunde: 'customer',
    client: 'customer',
    cliente: 'customer',
    'closed converted': 'converted',
    'closed not converted': 'lost',
    verloren: 'lost',
    perdu: 'lost',
    unqualified: 'disqualified',
  }),
);

/** The word of a status without accents, dashes and underscores. */
export function plainStatus(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
