import { randomUUID } from 'node:crypto';
import type { Lead, Marketer } from '../../automation/marketer.js';
import type { TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';

export const PATH = '/api/email/sequences';

export const step = (key: string, more: object = {}) => ({
  key,
  delay_minutes: 0,
  subject: `${key} for {{ first_name }}`,
  html: `<p>Step ${key}: <a href="https://example.com/${key}">look</a></p>`,
  ...more,
});
export const LATER = { delay_minutes: 1_440 };

/** What the marketer of the running test does with sequences, and what becomes of who is in them. */
export function sequencesOf(app: () => TestApp, marketer: () => Marketer) {
  const mine = () => marketer().client;
  const make = async (steps: object[], more: object = {}): Promise<string> => {
    const { status, body, text } = await mine().post(PATH, {
      name: `Welcome ${randomUUID()}`,
      steps,
      ...more,
    });
    if (status !== 201) throw new Error(text);
    return body.data.id as string;
  };
  const started = async (steps: object[], more: object = {}): Promise<string> => {
    const id = await make(steps, more);
    const { status, text } = await mine().post(`${PATH}/${id}/start`);
    if (status !== 200) throw new Error(text);
    return id;
  };
  const enrol = async (id: string, ...leads: Lead[]) =>
    (await mine().post(`${PATH}/${id}/enrolments`, { lead_ids: leads.map((lead) => lead.id) })).body.data;
  const enrolments = async (id: string, query = '') =>
    (await mine().get(`${PATH}/${id}/enrolments${query}`)).body.data;
  const figures = async (id: string) => (await mine().get(`${PATH}/${id}/figures`)).body.data;
  const leftBy = (id: string, lead: Lead, end: object) =>
    until(`${lead.email} has left by ${JSON.stringify(end)}`, async () => {
      const [enrolment] = await enrolments(id, `?lead_id=${lead.id}`);
      return Object.entries(end).every(([field, value]) => enrolment?.[field] === value);
    });
  /** The time of everybody's next step has come. */
  const comes = async (id: string) => {
    await app().sql('update email_sequence_enrolments set due_at = now() where sequence_id = $1', [id]);
  };
  const isAt = (id: string, lead: Lead, position: number) => leftBy(id, lead, { position });
  const mailsTo = async ({ email }: Lead) =>
    (await marketer().outbox()).filter((mail) => mail.includes(`To: ${email}`));
  const subjectsTo = async (lead: Lead) =>
    (await mailsTo(lead))
      .map((mail) => /^Subject: (\S+)/m.exec(mail)?.[1] ?? '')
      .toSorted((a, b) => (a < b ? -1 : 1));
  const gets = (lead: Lead, ...subjects: string[]) =>
    until(
      `${lead.email} has got ${subjects.join()}`,
      async () => String(await subjectsTo(lead)) === String(subjects),
    );
  return { make, started, enrol, enrolments, figures, leftBy, comes, isAt, mailsTo, subjectsTo, gets };
}
