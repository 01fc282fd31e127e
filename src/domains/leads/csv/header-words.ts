import type { FileColumn, TOLD_COLUMNS } from './file-columns.js';

/** Fields of a lead that a column of a file can fill. */
export type ImportField = Exclude<FileColumn, (typeof TOLD_COLUMNS)[number]>;

/**
 * What the headers of columns usually mean, in English, German, French, Spanish and Italian, and as HubSpot, Mailchimp,
 * Salesforce and Mautic write them; without accents, in lower case, with single blanks in place of everything else.
 */
export const HEADER_WORDS: Readonly<Record<ImportField, string>> = {
  name:
    'name|full name|fullname|contact|contact name|lead|lead name|ansprechpartner|vollstandiger name|' +
    'nom complet|nombre completo|nome completo',
  first_name:
    'first name|firstname|first|given name|forename|contact first name|fname|vorname|rufname|' +
    'prenom|nombre|nombre de pila',
  last_name:
    'last name|lastname|last|surname|family name|contact last name|lname|nachname|familienname|zuname|' +
    'nom|nom de famille|apellido|apellidos|cognome',
  email:
    'email|e mail|mail|email address|e mail address|mail address|primary email|work email|business email|' +
    'contact email|email 1|emailadresse|e mail adresse|mailadresse|courriel|adresse email|adresse e mail|' +
    'adresse mail|adresse electronique|correo|correo electronico|direccion de correo|indirizzo email',
  phone:
    'phone|phone number|telephone|tel|mobile|mobile phone|mobile phone number|mobile number|cell|cell phone|' +
    'work phone|business phone|telephone number|phone 1|telefon|telefonnummer|handy|handynummer|mobil|' +
    'mobiltelefon|mobilnummer|rufnummer|numero de telephone|telephone portable|portable|telefono|movil|' +
    'numero de telefono|cellulare',
  company:
    'company|company name|companyname|organisation|organization|account|account name|company account|employer|' +
    'associated company|business name|firma|firmenname|unternehmen|organisationsname|societe|entreprise|' +
    'nom de l entreprise|raison sociale|empresa|compania|azienda',
  job_title:
    'job title|jobtitle|title|position|role|job|funktion|stelle|berufsbezeichnung|jobtitel|' +
    'poste|fonction|intitule du poste|cargo|puesto',
  industry: 'industry|sector|branche|industrie|secteur|secteur d activite|sector industria|industria|settore',
  company_size:
    'company size|size|employees|number of employees|no of employees|headcount|unternehmensgrosse|' +
    'firmengrosse|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|effectif|nombre d employes|' +
    'taille de l entreprise|numero de empleados|empleados',
  country:
    'country|country name|country region|mailing country|billing country|land|land region|pays|pays region|' +
    'pais|pais region|paese',
  annual_revenue:
    'annual revenue|revenue|turnover|umsatz|jahresumsatz|chiffre d affaires|ingresos anuales|facturacion',
  source:
    'source|lead source|original source|origin|quelle|herkunft|leadquelle|origine|source du lead|origen|fuente',
  status: 'status|lead status|stage|lead stage|leadstatus|statut|estado',
  lead_score: 'lead score|score|hub spot score|points|rating|punkte|puntuacion',
  tags: 'tags|tag|labels|label|schlagworte|schlagworter|etiquettes|etiquetas',
  consent:
    'consent|marketing consent|opt in|optin|newsletter|marketing opt in|email opt in|einwilligung|zustimmung|' +
    'consentement|consentimiento',
  notes:
    'notes|note|comment|comments|description|notizen|notiz|bemerkung|bemerkungen|kommentar|beschreibung|' +
    'remarques|commentaire|commentaires|notas|comentarios|observaciones',
  external_id: 'external id|externe id|id externe|id externo|customer number|kundennummer|numero client',
  custom_fields: 'custom fields',
};
