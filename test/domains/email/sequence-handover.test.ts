import { ReleaseHeldMailJob } from '#domains/email/email.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { type Lead, Marketer } from '../../automation/marketer.js';
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
