import type { TestApp } from '../../support/app.js';
import { Owner } from '../../automation/workflows/flows.js';
import { startApp } from '../../support/app.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { judgedClicks, TestMailing } from './mailing.js';

let app: TestApp;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  app = await startApp({ settings: { SMTP_URL: sink.url, OUTBOUND_ALLOW: '127.0.0.1' } });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

const LINKS = ['a', 'b', 'c'];
const AS_A_BROWSER = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0' };

/** A mail with three links to a lead whose click a workflow waits for. */
async function delivered() {
  const owner = await Owner.of(app);
  const { id: leadId, email } = await owner.lead();
  const steps = [
    { id: 'enter', type: 'trigger', config: { on: 'mail_clicked' }, next: 'a' },
    { id: 'a', type: 'add_tag', config: { tags: ['keen'] }, next: null },
  ];
  await owner.published(steps);
  const html = LINKS.map((name) => `<a href="https://shop.test/${name}">${name}</a>`).join(' ');
  const mailing = await TestMailing.make(app, [{ leadId, email, merge: {} }], { html }, owner);
  await mailing.sent();
  const written = sink.mailsTo(email)[0]?.mail.html ?? '';
  const links = [...written.matchAll(/http:\/\/links\.test(\/e\/c\/[\w-]+)/g)].map(([, path]) => path ?? '');
  const { id } = await mailing.message(email);
  return {
    click: (...which: number[]) =>
      Promise.all(which.map((at) => app.anonymous.get(links[at] ?? '', AS_A_BROWSER))),
    /** What is counted, and what the lead has become, once clicks were judged. */
    judged: async (seconds?: number) => {
      await judgedClicks(app, id, seconds);
      await owner.hear();
      await owner.look();
      const [message] = await app.sql(
        `select click_count, open_count, clicked_at is not null as clicked, opened_at is not null as opened
         from email_messages where id = $1`,
        [id],
      );
      return { ...message, tags: await owner.tagsOf(leadId) };
    },
    mailing,
    id,
  };
}

const NOTHING = { click_count: 0, open_count: 0, clicked: false, opened: false, tags: [] };

describe('clicks', () => {
  it('on several links at once are a scanner’s, which counts nothing and wakes nothing', async () => {
    const { click, judged, mailing } = await delivered();
    await click(0, 1, 2, 0, 1);
    expect(await judged()).toEqual(NOTHING);
    expect(await mailing.report()).toMatchObject({ opened: 0, clicked: 0, rates: { click: 0 } });
  });

  it('of a reader, minutes apart, count, also behind those of a scanner', async () => {
    const { click, judged, id } = await delivered();
    await click(0, 1, 2);
    await app.sql(`update email_events set timestamp = now() - interval '20 minutes' where message_id = $1`, [
      id,
    ]);
    await click(0);
    await app.sql(
      `update email_events set timestamp = now() - interval '10 minutes' where message_id = $1 and timestamp > now() - interval '1 minute'`,
      [id],
    );
    await click(1);
    expect(await judged()).toEqual({
      click_count: 2,
      open_count: 0,
      clicked: true,
      opened: true,
      tags: ['keen'],
    });
    const [{ late }] = (await app.sql(
      `select clicked_at > now() - interval '12 minutes' as late from email_messages where id = $1`,
      [id],
    )) as [{ late: boolean }];
    expect(late).toBe(true);
  });

  it('are not told before they can be judged', async () => {
    const { click, judged } = await delivered();
    await click(0);
    expect(await judged(0)).toMatchObject({ click_count: 1, tags: [] });
    expect(await judged()).toMatchObject({ click_count: 1, tags: ['keen'] });
  });

  it('as soon as the mail is handed over are no reader’s', async () => {
    const { click, judged, id } = await delivered();
    await click(0);
    // As long behind the handover as it was, however late clicks are judged.
    await app.sql(
      `update email_messages set settled_at = now() + interval '59 minutes 54 seconds' where id = $1`,
      [id],
    );
    expect(await judged()).toEqual(NOTHING);
  });
});
