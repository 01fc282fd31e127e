import type { Crowd, Visit } from './crowd.ts';
import type { ScratchDatabase } from './scratch-database.ts';
import { sample } from './trial.ts';

export interface LeadRow {
  id: string;
  address: string;
  form_id: string | null;
  /** How often the lead's history says that it was submitted. */
  submissions: number;
}

export interface FormRow {
  id: string;
  counted: number;
  submissions: number;
  leads: number;
}

export interface CaptureEvidence {
  readonly crowd: Crowd;
  readonly leads: readonly LeadRow[];
  readonly forms: readonly FormRow[];
}

export async function rowsOf(
  database: ScratchDatabase,
): Promise<{ leads: readonly LeadRow[]; forms: readonly FormRow[] }> {
  const leads = await database.rows<LeadRow>(
    `select l.id, l.email_norm as address, l.form_id, count(a.id)::integer as submissions
     from leads l left join lead_activities a on a.lead_id = l.id and a.activity_type = 'submitted'
     group by l.id`,
  );
  const forms = await database.rows<FormRow>(
    `select f.id, f.submissions_count as counted,
       (select count(*)::integer from lead_activities a
        where a.activity_type = 'submitted' and a.source = 'form:' || f.id) as submissions,
       (select count(*)::integer from leads l where l.form_id = f.id) as leads
     from lead_capture_forms f`,
  );
  return { leads, forms };
}

type Finding = [promise: string, broken: readonly string[]];

/** Every promise to a visitor, each with what breaks it; kept when nothing does. */
export function violations(evidence: CaptureEvidence): string[] {
  return [...aboutVisitors(evidence), ...aboutForms(evidence), ...aboutAnswers(evidence)].flatMap(
    ([promise, broken]) => (broken.length > 0 ? [`${promise}: ${sample(broken)}`] : []),
  );
}

function aboutVisitors({ crowd, leads }: CaptureEvidence): Finding[] {
  const rowOf = new Map(leads.map((row) => [row.address, row]));
  const of = (test: (visit: Visit, row: LeadRow | undefined) => boolean): string[] =>
    crowd.visits
      .filter((visit) => test(visit, rowOf.get(visit.address)))
      .map(({ address, sent, accepted }) => {
        const noted = rowOf.get(address)?.submissions ?? 'no';
        return `${address} (sent ${sent}, answered ${accepted}, ${noted} in the rows)`;
      });
  const known = new Set(crowd.visits.map(({ address }) => address));
  return [
    ['Who was answered 200 is a lead', of(({ accepted }, row) => accepted > 0 && row === undefined)],
    [
      'A lead has the id that was answered, at the form that was sent',
      of(
        ({ leadIds, formId }, row) =>
          row !== undefined && (row.form_id !== formId || [...leadIds].some((id) => id !== row.id)),
      ),
    ],
    [
      'What was answered is noted, and nothing that was not sent',
      of(
        ({ accepted, sent }, row) =>
          row !== undefined && (row.submissions < Math.max(1, accepted) || row.submissions > sent),
      ),
    ],
    [
      'Nobody is a lead who sent nothing',
      leads.filter(({ address }) => !known.has(address)).map(({ address }) => address),
    ],
  ];
}

function aboutForms({ leads, forms }: CaptureEvidence): Finding[] {
  const known = forms.reduce((total, form) => total + form.leads, 0);
  return [
    [
      'The counter of a form equals its rows',
      forms
        .filter(({ counted, submissions }) => counted !== submissions)
        .map(({ id, counted, submissions }) => `${id} counts ${counted}, has ${submissions}`),
    ],
    [
      'The leads of all forms are all leads',
      known === leads.length ? [] : [`${leads.length} leads, of which forms know ${known}`],
    ],
  ];
}

function aboutAnswers({ crowd }: CaptureEvidence): Finding[] {
  const others = [...crowd.refused].filter(([status]) => status !== '503');
  return [
    [
      'Nobody is answered anything but 200, or 503 to come again',
      others.map(([status, { count, first }]) => `${count} x ${status}: ${first}`),
    ],
  ];
}
