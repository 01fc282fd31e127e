import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SmtpChannel } from '#platform/channels/adapters/smtp/smtp.channel';
import { MailAttachment } from '#platform/channels/mail-attachment';
import { MailRefused, MailUnknown, MailUnreachable, type MailMessage } from '#platform/channels/mail-channel';
import { until } from '../../support/until.js';
import { MailSink } from './mail-sink.js';

const message = (changes: Partial<MailMessage> = {}): MailMessage => ({
  id: randomUUID(),
  from: { name: 'The Team', address: 'team@sender.test' },
  to: `${randomUUID()}@reader.test`,
  subject: 'Grüße aus Oslo',
  html: '<p>Grüße</p>',
  text: 'Grüße\n.\nand a line with a dot',
  headers: { 'List-Unsubscribe': '<https://mail.test/u>' },
  ...changes,
});
const armed = async () => undefined;

describe('a mail is handed to an SMTP server', () => {
  let sink: MailSink;
  let channel: SmtpChannel;
  beforeAll(async () => {
    sink = await MailSink.start();
    channel = new SmtpChannel(sink.url);
  });
  afterAll(async () => {
    channel.onApplicationShutdown();
    await sink.stop();
  });

  it('arrives as it was written', async () => {
    const sent = message({ replyTo: 'answers@sender.test' });
    const { response, messageId } = await channel.deliver(sent, armed);
    expect(response).toMatch(/^250/);
    expect(messageId).toBe(`<${sent.id}@sender.test>`);
    const [{ mail, from, to } = never()] = sink.mailsTo(sent.to);
    expect({ from, to }).toEqual({ from: 'team@sender.test', to: [sent.to] });
    expect(mail).toMatchObject({
      subject: sent.subject,
      messageId,
      html: '<p>Grüße</p>\n',
      text: `${sent.text}\n`,
    });
    expect(mail.from).toMatchObject({ name: 'The Team', address: 'team@sender.test' });
    expect(mail.replyTo?.[0]?.address).toBe('answers@sender.test');
    expect(mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toBe('<https://mail.test/u>');
  });

  it('brings its files along, byte for byte, under names in any script', async () => {
    const content = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256));
    const names = ['Preisliste Øre – Frühjahr und noch viel mehr in einem langen Namen.pdf', 'a"b;c.pdf'];
    const sent = message({
      attachments: names.map((name) => new MailAttachment(name, 'application/pdf', content)),
    });
    await channel.deliver(sent, armed);
    const [{ mail, raw } = never()] = sink.mailsTo(sent.to);
    expect(raw).toMatch(/filename\*0?\*?=/);
    expect(
      mail.attachments.map(({ filename, mimeType, content: got }) => {
        return [filename, mimeType, Buffer.compare(Buffer.from(got as ArrayBuffer), content)];
      }),
    ).toEqual(names.map((name) => [name, 'application/pdf', 0]));
    expect(mail.html).toContain('Grüße');
  });

  it('is armed after the server is ready for the message and before its first byte', async () => {
    const steps: string[] = [];
    sink.onData = () => steps.push('354');
    await channel.deliver(message(), async () => {
      await sleep(50);
      steps.push(`armed, ${sink.received.length} received`);
    });
    sink.onData = () => undefined;
    expect(steps).toEqual(['354', `armed, ${sink.received.length - 1} received`]);
  });

  it('is not sent at all when arming fails, and the server never sees its end', async () => {
    const refused = message();
    const reason = new Error('paused');
    await expect(
      channel.deliver(refused, async () => {
        await sleep(20);
        throw reason;
      }),
    ).rejects.toBe(reason);
    await sleep(50);
    expect(sink.dots).not.toContain(refused.to);
    await expect(channel.deliver(message(), armed)).resolves.toBeDefined();
  });

  it('keeps one recipient and its headers whatever the fields hold', async () => {
    const attack = 'x\r\nBcc: evil@evil.test\r\n\r\nbody';
    const sent = message({
      subject: attack,
      from: { name: attack, address: 'team@sender.test' },
      headers: { 'X-Campaign-Id': attack },
    });
    await channel.deliver(sent, armed);
    const [{ mail, to } = never()] = sink.mailsTo(sent.to);
    expect(to).toEqual([sent.to]);
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
  });

  const refusals: [string, Parameters<typeof sink.behaviour.set>[1], object][] = [
    ['4xx to the recipient', { rcpt: '451 later' }, { permanent: false, smtpCode: 451, stage: 'recipient' }],
    ['5xx to the recipient', { rcpt: '550 nobody' }, { permanent: true, smtpCode: 550, stage: 'recipient' }],
    ['4xx to the message', { data: '452 full' }, { permanent: false, smtpCode: 452, stage: 'message' }],
    ['5xx to the message', { data: '554 spam' }, { permanent: true, smtpCode: 554, stage: 'message' }],
  ];
  it.each(refusals)('is refused by %s', async (_, behaviour, expected) => {
    const refused = message();
    sink.behaviour.set(refused.to, behaviour);
    const error = await channel.deliver(refused, armed).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailRefused);
    expect(error).toMatchObject(expected);
  });

  it.each(['drop-after-data', 'drop-in-data'] as const)('is unknown after %s', async (behaviour) => {
    const lost = message();
    sink.behaviour.set(lost.to, behaviour);
    await expect(channel.deliver(lost, armed)).rejects.toBeInstanceOf(MailUnknown);
    expect(sink.mailsTo(lost.to).length).toBeLessThanOrEqual(1);
  });

  it('was not sent when the line drops before DATA, and is not tried again by itself', async () => {
    const dropped = message();
    sink.behaviour.set(dropped.to, 'drop-at-rcpt');
    let asked = 0;
    const attempt = channel.deliver(dropped, async () => void asked++);
    await expect(attempt).rejects.toBeInstanceOf(MailUnreachable);
    await sleep(300);
    expect({ asked, dots: sink.dots.includes(dropped.to) }).toEqual({ asked: 0, dots: false });
  });

  it('was not sent when the line drops while it is being armed', async () => {
    const dropped = message();
    sink.onData = (to) => {
      if (to === dropped.to) sink.dropLines();
    };
    const attempt = channel.deliver(dropped, () => sleep(100));
    await expect(attempt).rejects.toBeInstanceOf(MailUnreachable);
    sink.onData = () => undefined;
    expect(sink.dots).not.toContain(dropped.to);
  });

  it('is given up when asked to', async () => {
    const slow = message();
    const giveUp = new AbortController();
    sink.delayMs = 600_000;
    const attempt = channel.deliver(slow, armed, giveUp.signal).catch((error: unknown) => error);
    await until('the server has the whole mail', () => sink.dots.includes(slow.to));
    sink.delayMs = 0;
    giveUp.abort();
    expect(await attempt).toBeInstanceOf(MailUnknown);
  });

  it('cannot be handed over when nobody listens', async () => {
    const nobody = new SmtpChannel('smtp://127.0.0.1:1');
    await expect(nobody.deliver(message(), armed)).rejects.toBeInstanceOf(MailUnreachable);
    await expect(nobody.verify()).rejects.toBeInstanceOf(MailUnreachable);
    nobody.onApplicationShutdown();
    await expect(channel.verify()).resolves.toBeUndefined();
  });

  it('goes out many at a time, each once', async () => {
    const many = Array.from({ length: 200 }, () => message());
    await Promise.all(many.map((one) => channel.deliver(one, armed)));
    for (const one of many) expect(sink.mailsTo(one.to)).toHaveLength(1);
  });
});

function never(): never {
  throw new Error('No such mail was received');
}
