import { ENTER, mail, Owner } from '../../automation/workflows/flows.js';
import { RunSequencesJob } from '#domains/email/sequences/enrolments/sequence.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { until } from '../../support/until.js';
import { address } from './mailing.js';
import { SendingStage } from './sending-stage.js';
import { PATH, step } from './sequencing.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

/** An owner with an identity whose key is published and whose links go by its own name, good for one mail a day. */
async function withIdentity() {
  const owner = await Owner.of(stage.app);
  const domain = `${address().slice(0, 8)}.test`;
  const from = `news@${domain}`;
  const identity = await stage.identity(owner, from, { per_day: 1, reply_to: 'help@shop.test' });
  const { name, value } = identity.dkim_record;
  stage.dns.zones.set(domain, { mx: [[10, `mx.${domain}`]] });
  stage.dns.zones.set(name, { txt: [value] });
  await owner.client.post(`/api/email/identities/${identity.id}/domain-check`);
  await stage.app.sql(
    `update email_identities set tracking_domain = $2, tracking_verified_at = now() where id = $1`,
    [identity.id, `links.${domain}`],
  );
  return { owner, from, domain };
}

const WORDS = { subject: 'Hello', html: '<p><a href="https://shop.test/spring">look</a></p>' };

/** Ways to write to two people one by one, each answering how it was refused. */
const KINDS: Record<string, (owner: Owner, from_email: string, to: string[]) => Promise<unknown>> = {
  'of a single mail': async ({ client }, from_email, to) => {
    const { subject, html: body } = WORDS;
    return (await client.post('/api/email/send', { subject, body, to, from_email })).body.code;
  },
  'of personalised mail': async ({ client }, from_email, to) => {
    const { html: html_content, subject } = WORDS;
    const wanted = { name: 'Spring', subject, html_content };
    const template_id = (await client.post('/api/email/templates', wanted)).body.data.id;
    for (const email of to) {
      const one = { template_id, recipient_data: { email }, from_email };
      const { body } = await client.post('/api/email/send/personalized', one);
      if (body.code) return body.code;
    }
    return undefined;
  },
  'of a sequence': async ({ client }, from_email, to) => {
    const wanted = { name: `S ${address()}`, steps: [step('a', WORDS)], from_email };
    const { data } = (await client.post(PATH, wanted)).body;
    expect(data.from_email).toBe(from_email);
    const { code } = (await client.post(`${PATH}/${data.id}/start`)).body;
    if (code) return code;
    for (const email of to) {
      const lead = await client.post('/api/leads', { name: 'Ada Lovelace', email });
      await client.post(`${PATH}/${data.id}/enrolments`, { lead_ids: [lead.body.data.id] });
    }
    await stage.app.get(Jobs).send(RunSequencesJob, { askedBy: 'clock' });
    return undefined;
  },
  'of a workflow': async (owner, from_email, to) => {
    const steps = [{ ...ENTER, next: 'a' }, mail('a', null, { ...WORDS, from_email })];
    const { body } = await owner.make(steps, { status: 'active' });
    if (body.code) return body.code;
    for (const email of to) {
      const lead = await owner.client.post('/api/leads', { name: 'Ada Lovelace', email });
      await owner.run(body.data.id, { lead_id: lead.body.data.id });
    }
    await owner.look();
    return undefined;
  },
};

describe.each(Object.entries(KINDS))('the sender %s', (_, write) => {
  it('is an identity: signed by its key, with links by its name, within its limit', async () => {
    const { owner, from, domain } = await withIdentity();
    const emails = [address(), address()];
    expect(await write(owner, from, emails)).toBeUndefined();
    await until('both are taken up', async () => {
      await stage.app.drainJobs();
      const mails = await owner.mails();
      return mails.length === 2 && mails.some(({ state }) => state === 'sent');
    });
    const [received, more] = emails.flatMap((email) => stage.sink.mailsTo(email));
    expect(more).toBeUndefined();
    expect(received?.mail).toMatchObject({
      from: { name: 'The Shop', address: from },
      replyTo: [{ address: 'help@shop.test' }],
    });
    expect(received?.raw).toMatch(new RegExp(`^DKIM-Signature:(?:.|\\r\\n[ \\t])*\\bd=${domain};`, 'm'));
    expect(received?.mail.html).toContain(`//links.${domain}/e/c/`);
    const held = await stage.app.sql<{ hold_reason: string }>(
      `select hold_reason from email_campaigns where created_by = $1 and hold_until > now()`,
      [owner.id],
    );
    expect(held).toEqual([{ hold_reason: 'daily_limit' }]);
  });

  it('is none that has not been verified, and nobody else’s', async () => {
    const { from } = await withIdentity();
    const stranger = await Owner.of(stage.app);
    expect(await write(stranger, from, [address()])).toBe('email/identity-not-found');
    await stranger.client.post('/api/email/identities', { name: 'Shop', from_email: from });
    expect(await write(stranger, from, [address()])).toBe('email/identity-unverified');
    expect(await stranger.mails()).toEqual([]);
  });
});

describe('the sender of mail that names none', () => {
  it('is that of the platform, also while an identity waits for its limit', async () => {
    const { owner, from } = await withIdentity();
    const [first, second, third] = [address(), address(), address()];
    const { subject, html: body } = WORDS;
    await owner.client.post('/api/email/send', { subject, body, to: [first, second], from_email: from });
    await stage.app.drainJobs();
    await owner.client.post('/api/email/send', { subject, body, to: third });
    await stage.app.drainJobs();
    expect(stage.sink.mailsTo(third)[0]?.mail.from).toMatchObject({ address: 'team@sender.test' });
  });
});
