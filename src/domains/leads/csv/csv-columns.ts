import { type FileColumn, TOLD_COLUMNS } from './file-columns.js';

/** Fields of a lead that a column of a file can fill. */
export type ImportField = Exclude<FileColumn, (typeof TOLD_COLUMNS)[number]>;

/** Where the cells of one column go: a field of the lead, a custom field under a key, or nowhere. */
export type ColumnTarget = { field: ImportField } | { custom: string } | null;

const WORDS: Readonly<Record<ImportField, string>> = {
  name: 'name|full name|fullname|contact|contact name|lead|vollstandiger name|nom complet|nombre completo',
  first_name: 'first name|firstname|first|given name|forename|vorname|prenom|nombre',
  last_name: 'last name|lastname|last|surname|family name|nachname|familienname|nom|apellido|apellidos',
  email:
    'email|e mail|mail|email address|e mail address|mail address|emailadresse|e mail adresse|courriel|correo|correo electronico',
  phone:
    'phone|phone number|telephone|tel|mobile|mobile phone|cell|telefon|telefonnummer|handy|mobil|telefono|telephone number',
  company:
    'company|company name|organisation|organization|account|account name|employer|firma|unternehmen|societe|entreprise|empresa',
  job_title: 'job title|title|position|role|job|funktion|stelle|poste|cargo|puesto',
  industry: 'industry|sector|branche|industrie|secteur|sector industria',
  company_size:
    'company size|size|employees|number of employees|headcount|unternehmensgrosse|mitarbeiter|mitarbeiterzahl',
  country: 'country|country name|land|pays|pais',
  annual_revenue: 'annual revenue|revenue|turnover|umsatz|jahresumsatz',
  source: 'source|lead source|quelle|origin',
  status: 'status|lead status|stage',
  lead_score: 'lead score|score|rating',
  tags: 'tags|tag|labels|label|schlagworte',
  consent: 'consent|marketing consent|opt in|optin|newsletter|einwilligung',
  notes: 'notes|note|comment|comments|notizen|bemerkung|kommentar',
  custom_fields: 'custom fields',
};

const IMPORT_FIELDS = Object.keys(WORDS) as ImportField[];
const IGNORED = new Set(TOLD_COLUMNS.map((column) => column.replaceAll('_', ' ')));
const FORBIDDEN_KEYS = new Set(['constructor', 'prototype']);

const FIELD_BY_WORD = new Map(
  IMPORT_FIELDS.flatMap((field) =>
    WORDS[field].split('|').map((word): [string, ImportField] => [word, field]),
  ),
);

/** Where each column goes: as the caller says, else by what its header usually means, else into the custom fields. */
export function targetsOf(
  headers: readonly string[],
  wanted: Readonly<Record<string, string | null>>,
): ColumnTarget[] {
  const keys = new Set<string>();
  return headers.map((header) => {
    const name = header.trim();
    if (Object.hasOwn(wanted, name)) return targetNamed(wanted[name] ?? '');
    const word = plainWord(name);
    const field = FIELD_BY_WORD.get(word);
    if (field) return { field };
    if (word === '' || IGNORED.has(word)) return null;
    return customTarget(customKey(name), keys);
  });
}

/** A target as a mapping writes it: a field, `custom.<key>`, or nothing. Undefined when it is none of these. */
export function readTarget(text: string): ColumnTarget | undefined {
  if (text === '') return null;
  if (IMPORT_FIELDS.includes(text as ImportField)) return { field: text as ImportField };
  const [, key] = /^custom\.([\p{L}\p{N}_ -]{1,64})$/u.exec(text) ?? [];
  return key !== undefined && !FORBIDDEN_KEYS.has(key) ? { custom: key } : undefined;
}

/** A target in the words of a mapping. */
export function targetText(target: ColumnTarget): string {
  if (target === null) return '';
  return 'field' in target ? target.field : `custom.${target.custom}`;
}

function targetNamed(text: string): ColumnTarget {
  return readTarget(text) ?? null;
}

/** A second column of the same name gets a number. */
function customTarget(key: string, taken: Set<string>): ColumnTarget {
  if (key === '' || FORBIDDEN_KEYS.has(key)) return null;
  let free = key;
  for (let count = 2; taken.has(free); count++) free = `${key}_${count}`;
  taken.add(free);
  return { custom: free };
}

function customKey(header: string): string {
  return header
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .slice(0, 60)
    .replace(/^_+|_+$/g, '')
    .toWellFormed();
}

function plainWord(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Which of `, ; tab |` divides the first line; a comma when none does. */
export function delimiterOf(text: string): string {
  const [line = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1);
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: line.split(delimiter).length,
  }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
