import { ReleaseHeldMailJob } from '#domains/email/email.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { type Lead, Marketer } from '../../automation/marketer.js';
import { until } from '../../support/until.js';
import { deliverDue } from './mailing.js';
import { SendingStage } from './sending-stage.js';
import { LATER, PATH, sequencesOf, step } from './sequencing.js';

let stage: SendingStage;
let marketer: Marketer;
beforeAll(async () => {
  stage = await SendingStage.open();
});
beforeEach(async () => {
  const { id, client } = await stage.app.newUser();
  marketer = new Marketer(stage.app, id, client);
});

const { started, enrol, enrolments } = sequencesOf(
  () => stage.app,
  () => marketer,
);
const act = async (path: string, body?: object) => {
  const { status, text } = await marketer.client.post(`${PATH}/${path}`, body);
  if (status !== 200) throw new Error(text);
};
const only = async (id: string, { id: lead }: Lead) =>
  `${id}/enrolments/${(await enrolments(id, `?lead_id=${lead}`))[0].id}`;
const mailTo = async ({ email }: Lead) => {
  const [mail] = await stage.app.sql<{ state: string; skip_reason: string | null; waits: boolean }>(
    `select state, skip_reason, due_at = 'infinity' as waits from email_messages
     where created_by = $1 and email_norm = $2`,
    [marketer.id, email],
  );
  return mail;
};
const LEFT = { state: 'skipped', skip_reason: 'sequence_left', waits: false };
const SENT = { state: 'sent', skip_reason: null, waits: false };
const WAITS = { state: 'queued', skip_reason: null, waits: true };

describe('a mail of a sequence whose reader is paused while it waits for a limit of its way', () => {
  it('goes on waiting when the way is open again, and leaves when they go on', async () => {
    const owner = { id: marketer.id, client: marketer.client };
    const way = await stage.transport(owner, 'smtp', { per_day: 1 });
    await stage.route(owner, [way], { recipient_domain: 'example.com' });
    const id = await started([step('a'), step('b', LATER)]);
    const leads = [await marketer.makeLead(), await marketer.makeLead()];
    await enrol(id, ...leads);
    await stage.app.drainJobs();
    const states = await Promise.all(leads.map(mailTo));
    const waiting = leads[states.findIndex((mail) => mail?.state === 'queued')]!;
    const enrolment = await only(id, waiting);
    await act(`${enrolment}/pause`);
    await marketer.client.put(`/api/email/transports/${way}`, { per_day: 10 });
    await stage.app.get(Jobs).send(ReleaseHeldMailJob, { ownerId: marketer.id });
    await stage.app.drainJobs();
    expect(await mailTo(waiting)).toEqual(WAITS);
    await deliverDue(stage.app);
    expect(stage.theirs.mailsTo(waiting.email)).toEqual([]);
    await act(`${enrolment}/resume`);
    await deliverDue(stage.app);
    expect(stage.theirs.mailsTo(waiting.email)).toHaveLength(1);
  });
});

describe('a mail of a sequence that is being handed over', () => {
  /** The server takes its time over the mail of the only step; `answered` when it has said what it makes of it. */
  async function handedOver(answer: 'accept' | { data: string }) {
    const id = await started([step('a'), step('b', LATER)]);
    const lead = await marketer.makeLead();
    stage.sink.behaviour.set(lead.email, answer);
    stage.sink.delayMs = 1_500;
    await enrol(id, lead);
    await until('it is handed over', async () => (await mailTo(lead))?.state === 'sending');
    const answered = async () => {
      await stage.app.drainJobs();
      stage.sink.delayMs = 0;
      stage.sink.behaviour.delete(lead.email);
    };
    return { id, lead, answered };
  }
  /** Tries again whatever may be tried again. */
  async function comesAgain(): Promise<void> {
    await stage.app.sql(
      `update email_messages set due_at = now() where created_by = $1 and state = 'queued' and due_at < 'infinity'`,
      [marketer.id],
    );
    await deliverDue(stage.app);
  }
  const LATELY = { data: '451 try again later' };
  const ends: [string, (id: string, lead: Lead) => Promise<unknown>][] = [
    ['a reply', (_, { email }) => act('replies', { email })],
    ['the end of the sequence', (id) => act(`${id}/stop`)],
    ['its removal', (id) => marketer.client.delete(`${PATH}/${id}`)],
    ['taking its reader out', async (id, lead) => act(`${await only(id, lead)}/stop`)],
  ];

  it.each(ends)('is not sent again after %s', async (_, ended) => {
    const { id, lead, answered } = await handedOver(LATELY);
    await ended(id, lead);
    await answered();
    await comesAgain();
    expect(await mailTo(lead)).toEqual(LEFT);
    expect(stage.sink.mailsTo(lead.email)).toEqual([]);
  });

  it('waits while its reader is paused, and is sent when they go on', async () => {
    const { id, lead, answered } = await handedOver(LATELY);
    await act(`${await only(id, lead)}/pause`);
    await answered();
    await comesAgain();
    expect(await mailTo(lead)).toEqual(WAITS);
    await act(`${await only(id, lead)}/resume`);
    await stage.app.drainJobs();
    expect(await mailTo(lead)).toEqual(SENT);
    expect(stage.sink.mailsTo(lead.email)).toHaveLength(1);
  });

  it('is tried again where its reader was paused and goes on before the server has answered', async () => {
    const { id, lead, answered } = await handedOver(LATELY);
    await act(`${await only(id, lead)}/pause`);
    await act(`${await only(id, lead)}/resume`);
    await answered();
    await comesAgain();
    expect(await mailTo(lead)).toEqual(SENT);
  });

  it('counts as sent where the server has taken it, whatever was said meanwhile', async () => {
    const { id, lead, answered } = await handedOver('accept');
    await act(`${id}/stop`);
    await answered();
    expect(await mailTo(lead)).toEqual(SENT);
    expect(stage.sink.mailsTo(lead.email)).toHaveLength(1);
  });
});
