import { startApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, TestMailing } from './mailing.js';

describe('the mail server is down', () => {
  it('and every mail is sent once when it is back, without anybody asking', async () => {
    const before = await MailSink.start();
    const { port } = before;
    await before.stop();
    const app = await startApp({
      roles: 'web,worker,clock',
      settings: { SMTP_URL: `smtp://127.0.0.1:${port}` },
    });
    const emails = Array.from({ length: 30 }, address);
    const mailing = await TestMailing.make(app, emails);
    await mailing.start();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await mailing.report()).toMatchObject({ sent: 0, failed: 0, unknown: 0 });
    const sink = await MailSink.start(port);
    await until('all were sent', async () => (await mailing.report()).state === 'finished', 30_000);
    expect(await mailing.report()).toMatchObject({ state: 'finished', sent: 30 });
    for (const email of emails) expect(sink.mailsTo(email)).toHaveLength(1);
    await app.close();
    await sink.stop();
  });

  it('is stopped in the middle, hands back what it had not begun and sends nothing twice', async () => {
    const sink = await MailSink.start();
    sink.delayMs = 40;
    const app = await startApp({ settings: { SMTP_URL: sink.url } });
    const emails = Array.from({ length: 200 }, address);
    const mailing = await TestMailing.make(app, emails);
    await mailing.start();
    await until('twenty mails were sent', () => sink.received.length >= 20);
    const started = Date.now();
    const rows = app.sql<{ state: string; count: number }>(
      `select pg_sleep(0) is null as x, state, count(*)::int from email_messages group by 2`,
    );
    await rows;
    await app.close();
    expect(Date.now() - started).toBeLessThan(10_000);
    const sent = sink.received.length;
    expect(sent).toBeLessThan(200);
    expect(new Set(sink.received.map(({ to }) => to[0])).size).toBe(sent);
    await sink.stop();
  });
});
