import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ScriptedServer } from '../../support/scripted-server.js';
import { EventStage } from './event-stage.js';
import { CERTIFICATE, CERTIFICATE_PATH, snsMessage, TOPIC } from './sns-signer.js';

let stage: EventStage;
beforeAll(async () => {
  stage = await EventStage.open();
});

describe('an endpoint of Mailgun', () => {
  const body = (messageId: string, token: string, key = 'mailgun-key') => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    return {
      signature: {
        timestamp,
        token,
        signature: createHmac('sha256', key)
          .update(timestamp + token)
          .digest('hex'),
      },
      'event-data': { id: randomUUID(), event: 'opened', 'user-variables': { message_id: messageId } },
    };
  };

  it('takes what a token signs once: whoever has seen it cannot sign something else with it', async () => {
    const { path, mail } = await stage.set('mailgun', { secret: 'mailgun-key' });
    const first = body(mail.id, 'token-1');
    expect((await stage.post(path, first)).body.taken).toBe(1);
    const forged = { ...body(mail.id, 'x'), signature: first.signature };
    forged['event-data'].event = 'complained';
    expect((await stage.post(path, forged)).body).toMatchObject({ taken: 0 });
    expect(await stage.kinds(mail.id)).toEqual(['opened']);
    expect((await stage.post(path, body(mail.id, 'token-2', 'other-key'))).status).toBe(401);
  });

  it('of the platform’s own account is told with a token of one mail once, not of somebody else’s with the same', async () => {
    const one = await stage.set('generic');
    const other = await stage.set('generic');
    const path = '/api/email/events/mailgun/platform-key';
    const first = body(one.mail.id, randomUUID());
    expect((await stage.post(path, first)).body).toMatchObject({ taken: 1 });
    const forged = { ...body(other.mail.id, 'x'), signature: first.signature };
    forged['event-data'].event = 'complained';
    expect(await stage.post(path, forged)).toMatchObject({ status: 200, body: { taken: 0 } });
    expect(await stage.kinds(other.mail.id)).toEqual([]);
    expect(await stage.suppressions(other.owner)).toEqual([]);
    expect((await stage.post(path, body(other.mail.id, randomUUID()))).body).toMatchObject({ taken: 1 });
  });
});

describe('an endpoint of Resend', () => {
  const signed = (secret: string, text: string) => {
    const at = new Date();
    return {
      'svix-id': 'msg_1',
      'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'svix-signature': new Webhook(secret).sign('msg_1', at, text),
    };
  };
  const complaint = (messageId: string) =>
    JSON.stringify({
      type: 'email.complained',
      created_at: new Date().toISOString(),
      data: { tags: { message_id: messageId } },
    });

  it('takes exactly the bytes that were signed', async () => {
    const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;
    const { owner, path, mail } = await stage.set('resend', { secret });
    const text = complaint(mail.id);
    expect((await stage.post(path, text.replace('{', '{ '), signed(secret, text))).status).toBe(401);
    expect((await stage.post(path, text, signed(secret, text))).body.taken).toBe(1);
    expect(await stage.suppressions(owner)).toMatchObject([{ email: mail.email, reason: 'complaint' }]);
  });

  it('of the platform’s own account finds whose mail it was', async () => {
    const one = await stage.set('generic');
    const other = await stage.set('generic');
    for (const { mail } of [one, other]) {
      const text = complaint(mail.id);
      const answer = await stage.post(
        '/api/email/events/resend/platform-key',
        text,
        signed(EventStage.platformSecret, text),
      );
      expect(answer.body).toMatchObject({ taken: 1 });
    }
    expect(await stage.suppressions(one.owner)).toMatchObject([{ email: one.mail.email }]);
    expect(await stage.suppressions(other.owner)).toMatchObject([{ email: other.mail.email }]);
    expect((await stage.post('/api/email/events/resend/platform-key', complaint(one.mail.id))).status).toBe(
      401,
    );
  });
});

describe('an endpoint of SES', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = (type: string, fields: object = {}, key?: string) =>
    snsMessage(stage.sns.url, type, fields, key);
  const plain = { 'content-type': 'text/plain; charset=UTF-8' };
  const certified = () => stage.sns.will({ path: '.pem', body: CERTIFICATE });
  const bounceOf = (id: string) =>
    JSON.stringify({
      eventType: 'Bounce',
      mail: { messageId: 's', tags: { message_id: [id] }, destination: ['a@b.test'] },
      bounce: { bounceType: 'Permanent', feedbackId: 'f', bouncedRecipients: [{ emailAddress: 'a@b.test' }] },
    });

  it('confirms its subscription by itself, and from then on hears of that topic alone', async () => {
    const { owner, endpoint, path, mail } = await stage.set('ses');
    stage.sns.clear();
    certified();
    stage.sns.will({ path: 'ConfirmSubscription', body: '<ConfirmSubscriptionResponse/>' });
    expect(
      (await stage.post(path, message('Notification', { Message: bounceOf(mail.id) }), plain)).status,
    ).toBe(401);
    expect((await stage.post(path, message('SubscriptionConfirmation'), plain)).status).toBe(200);
    expect(stage.sns.requests.map(({ path: asked }) => asked)).toEqual([
      CERTIFICATE_PATH,
      '/?Action=ConfirmSubscription&Token=t',
    ]);
    const seen = await owner.client.get(`/api/email/event-endpoints/${endpoint.id}`);
    expect(seen.body.data.topic).toBe(TOPIC);
    expect(
      (await stage.post(path, message('Notification', { Message: bounceOf(mail.id) }), plain)).body.taken,
    ).toBe(1);
    expect(await stage.suppressions(owner)).toMatchObject([{ email: mail.email, reason: 'hard_bounce' }]);
    const elsewhere = message('Notification', { Message: bounceOf(mail.id), TopicArn: `${TOPIC}2` });
    expect((await stage.post(path, elsewhere, plain)).status).toBe(401);
  });

  it('takes a report that a mail is no spam for no complaint', async () => {
    const { owner, path, mail } = await stage.set('ses', { topic: TOPIC });
    const reported = async (complaintFeedbackType: string) => {
      const Message = JSON.stringify({
        eventType: 'Complaint',
        mail: { messageId: 's', tags: { message_id: [mail.id] } },
        complaint: { complaintFeedbackType, complainedRecipients: [{ emailAddress: mail.email }] },
      });
      certified();
      return (await stage.post(path, message('Notification', { Message }), plain)).status;
    };
    expect(await reported('not-spam')).toBe(200);
    expect(await stage.suppressions(owner)).toEqual([]);
    expect(await reported('abuse')).toBe(200);
    expect(await stage.suppressions(owner)).toMatchObject([{ email: mail.email, reason: 'complaint' }]);
  });

  it('is refused when the certificate lies elsewhere, and nobody is asked for it', async () => {
    const { path } = await stage.set('ses', { topic: TOPIC });
    const trap = await ScriptedServer.start();
    const places = [
      `${trap.url}${CERTIFICATE_PATH}`,
      `http://stage.sns.eu-west-1.amazonaws.com${CERTIFICATE_PATH}`,
      `https://stage.sns.eu-west-1.amazonaws.com.evil.test${CERTIFICATE_PATH}`,
      `https://evil.test@stage.sns.eu-west-1.amazonaws.com${CERTIFICATE_PATH}`,
      `https://s3.amazonaws.com${CERTIFICATE_PATH}`,
      `${stage.sns.url}/other.pem`,
    ];
    stage.sns.clear();
    for (const SigningCertURL of places)
      expect(
        (await stage.post(path, message('Notification', { Message: '{}', SigningCertURL }), plain)).status,
      ).toBe(401);
    expect([trap.connections, stage.sns.requests.length]).toEqual([0, 0]);
    await trap.close();
  });

  it('follows no link to confirm that leads elsewhere, such as to an address inside', async () => {
    const { path } = await stage.set('ses');
    const trap = await ScriptedServer.start();
    for (const SubscribeURL of [
      `${trap.url}/?Action=ConfirmSubscription`,
      'http://169.254.169.254/latest/meta-data/?Action=ConfirmSubscription',
      `${stage.sns.url}/?Action=Unsubscribe`,
    ])
      expect(
        (await stage.post(path, message('SubscriptionConfirmation', { SubscribeURL }), plain)).status,
      ).toBe(401);
    expect(trap.connections).toBe(0);
    await trap.close();
  });

  it('is refused when the signature is another’s, the words were changed, or it is old', async () => {
    const { path, mail } = await stage.set('ses', { topic: TOPIC });
    const theirs = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const good = message('Notification', { Message: bounceOf(mail.id) });
    for (const wrong of [
      message('Notification', { Message: bounceOf(mail.id) }, theirs),
      good.replace('Permanent', 'Transient'),
      good.replace('"SignatureVersion":"2"', '"SignatureVersion":"3"'),
      message('Notification', { Message: bounceOf(mail.id), Timestamp: '2026-01-01T00:00:00Z' }),
      '{}',
      'no JSON',
    ])
      expect([400, 401]).toContain((await stage.post(path, wrong, plain)).status);
    expect(await stage.kinds(mail.id)).toEqual([]);
  });
});
