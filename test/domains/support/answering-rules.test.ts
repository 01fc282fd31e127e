import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { mailsTo } from '../leads/form-mails.makers.js';
import { rule, RuleDesk, RULES } from './rules.makers.js';
import {
  handIn,
  header,
  mime,
  newAddress,
  newAdmin,
  newTicket,
  replyAddressOf,
  SETTINGS,
} from './support.makers.js';

let app: TestApp;
let admin: TestClient;
let desk: RuleDesk;

beforeAll(async () => {
  app = await startApp({ settings: SETTINGS });
  ({ client: admin } = await newAdmin(app));
  desk = new RuleDesk(app, admin);
});
afterEach(() => desk.endRules());
afterAll(() => app.close());

describe('a rule that answers', () => {
  it('does so once somebody has allowed it, and never in words of who asked', async () => {
    const actions = [{ type: 'send_answer', value: await desk.newAnswer('We are on it.') }];
    const refused = await admin.post(RULES, rule({ actions }));
    expect([refused.status, refused.body.code]).toEqual([422, 'support/answers-not-allowed']);
    const quoting = [{ type: 'send_answer', value: await desk.newAnswer('Dear {{ name }}') }];
    const quoted = await admin.post(RULES, rule({ actions: quoting, allow_answers: true }));
    expect([quoted.status, quoted.body.code]).toEqual([422, 'support/rule-unfit']);
    const id = await desk.newRule({ actions, allow_answers: true });
    const [email, other] = [newAddress(), newAddress()];
    const ticket = await newTicket(app.anonymous, { email, subject: 'Buy at evil.test' });
    const mail = (await mailsTo(app, email)).find(({ text }) => text?.includes('We are on it.'));
    expect(mail).toBeDefined();
    expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/evil|Ada/);
    expect(header(mail, 'auto-submitted')).toBe('auto-replied');
    expect(await desk.ticketOf(ticket)).toMatchObject({ status: 'open', sla: { first_responded_at: null } });
    const renamed = await admin.put(`${RULES}/${id}`, { actions });
    expect(renamed.body.code).toBe('support/answers-not-allowed');
    await admin.put(`${RULES}/${id}`, { allow_answers: false });
    await newTicket(app.anonymous, { email: other });
    expect(await mailsTo(app, other)).toHaveLength(1);
    expect((await desk.runsOf(id))[0]).toMatchObject({
      outcome: 'failed',
      actions: [{ outcome: 'skipped' }],
    });
  });

  it('closes no loop with a machine that answers, in the thread or beside it', async () => {
    await desk.answeringRule();
    const answers = await desk.answeringRule({ event: 'message_added' }, 'Thank you.');
    const email = newAddress();
    const { ticket_id } = (await handIn(app, mime({ from: email }))).body;
    for (let round = 0; round < 5; round++) {
      const last = (await mailsTo(app, email)).at(-1)!;
      await handIn(app, mime({ from: email, to: replyAddressOf(last), text: `Away ${round}` }));
      await handIn(app, mime({ from: email, text: `Away anew ${round}` }));
    }
    // The confirmation, and one answer a day to an address that writes by mail.
    expect(await mailsTo(app, email)).toHaveLength(2);
    const reasons = (await desk.runsOf(answers)).map(({ actions }) => actions[0]?.outcome);
    expect(reasons).toContain('skipped');
    expect((await desk.messagesOf(ticket_id)).filter(({ author }) => author === 'desk')).toHaveLength(1);
  });

  it('leaves alone what a machine wrote, and who wants no answer by one', async () => {
    const id = await desk.answeringRule();
    const email = newAddress();
    await handIn(app, mime({ from: email, headers: { 'X-Auto-Response-Suppress': 'All' } }));
    expect(await mailsTo(app, email)).toEqual([]);
    const noted = await desk.answeringRule({ event: 'message_added' });
    const other = newAddress();
    await handIn(app, mime({ from: other }));
    const mail = (await mailsTo(app, other)).at(-1)!;
    const away = { 'Auto-Submitted': 'auto-replied' };
    await handIn(app, mime({ from: other, to: replyAddressOf(mail), headers: away }));
    await app.drainJobs();
    for (const rule of [id, noted])
      expect((await desk.runsOf(rule)).map(({ actions }) => actions[0])).toContainEqual({
        type: 'send_answer',
        outcome: 'skipped',
        reason: 'Whoever wrote wants no answer by a machine.',
      });
  });
});
