import fc from 'fast-check';
import { EVENT_PROVIDERS } from './mail-event.js';
import { eventsIn } from './provider-events.js';

const ID = '0192a1b2-0000-7000-8000-000000000001';
const brief = (provider: Parameters<typeof eventsIn>[0], body: unknown) =>
  eventsIn(provider, body).map(({ kind, messageId, providerId, email, id, isMachine }) => ({
    kind,
    of: messageId ?? providerId ?? email,
    id: id.startsWith('sha256:') ? 'digest' : id,
    isMachine,
  }));

describe('what providers send', () => {
  it('SendGrid: a list, with our id among the custom arguments', () => {
    const event = (changes: object) => ({
      sg_event_id: 'e',
      message_id: ID,
      email: 'A@B.test',
      timestamp: 1,
      ...changes,
    });
    expect(
      brief('sendgrid', [
        event({ event: 'delivered' }),
        event({ event: 'bounce', type: 'bounce', reason: '550 no' }),
        event({ event: 'bounce', type: 'blocked' }),
        event({ event: 'dropped', reason: 'Bounced Address' }),
        event({ event: 'open', sg_machine_open: true }),
        event({ event: 'spamreport' }),
        event({ event: 'deferred' }),
        { event: 'click', sg_message_id: 'x1.filter-2', timestamp: 1 },
      ]).map(({ kind, of, isMachine }) => [kind, of, isMachine]),
    ).toEqual([
      ['delivered', ID, false],
      ['bounced', ID, false],
      ['soft_bounced', ID, false],
      ['bounced', ID, false],
      ['opened', ID, true],
      ['complained', ID, false],
      ['clicked', 'x1', false],
    ]);
  });

  it('Postmark: one record, with our id in its metadata', () => {
    const record = (changes: object) => ({
      Metadata: { message_id: ID },
      Email: 'a@b.test',
      ID: 42,
      ...changes,
    });
    expect([
      ...brief('postmark', record({ RecordType: 'Bounce', Type: 'HardBounce' })),
      ...brief('postmark', record({ RecordType: 'Bounce', Type: 'SoftBounce' })),
      ...brief('postmark', record({ RecordType: 'Bounce', Type: 'AutoResponder' })),
      ...brief('postmark', record({ RecordType: 'SpamComplaint' })),
      ...brief('postmark', record({ RecordType: 'SubscriptionChange', SuppressSending: false })),
      ...brief('postmark', { RecordType: 'Delivery', MessageID: 'pm', Recipient: 'a@b.test' }),
    ]).toEqual([
      { kind: 'bounced', of: ID, id: 'Bounce 42', isMachine: false },
      { kind: 'soft_bounced', of: ID, id: 'Bounce 42', isMachine: false },
      { kind: 'complained', of: ID, id: 'SpamComplaint 42', isMachine: false },
      { kind: 'delivered', of: 'pm', id: 'digest', isMachine: false },
    ]);
  });

  it('Mailgun: our id among its variables, and bots are named', () => {
    const data = (changes: object) => ({
      'event-data': { id: 'e', 'user-variables': { message_id: ID }, ...changes },
    });
    expect([
      ...brief('mailgun', data({ event: 'delivered' })),
      ...brief('mailgun', data({ event: 'opened', 'client-info': { bot: 'apple' } })),
      ...brief('mailgun', data({ event: 'stored' })),
    ]).toEqual([
      { kind: 'delivered', of: ID, id: 'e', isMachine: false },
      { kind: 'opened', of: ID, id: 'e', isMachine: true },
    ]);
  });

  it('Resend: tags as an object or a list, and bounces that may pass', () => {
    const event = (type: string, data: object) => ({ type, created_at: '2026-11-28T10:00:00Z', data });
    expect(
      [
        ...brief('resend', event('email.delivered', { tags: { message_id: ID } })),
        ...brief(
          'resend',
          event('email.bounced', {
            tags: [{ name: 'message_id', value: ID }],
            bounce: { type: 'Permanent' },
          }),
        ),
        ...brief('resend', event('email.bounced', { email_id: 're', bounce: { type: 'Transient' } })),
        ...brief('resend', event('email.bounced', { email_id: 're', bounce: { type: 'Undetermined' } })),
        ...brief('resend', event('email.bounced', { email_id: 're' })),
      ].map(({ kind, of }) => [kind, of]),
    ).toEqual([
      ['delivered', ID],
      ['bounced', ID],
      ['soft_bounced', 're'],
      ['soft_bounced', 're'],
      ['bounced', 're'],
    ]);
  });

  it('Brevo: our id in its own header, and opens by proxies marked', () => {
    const event = (name: string) => ({
      event: name,
      'X-Mailin-custom': ID,
      'message-id': '<br@x>',
      email: 'a@b.test',
      ts_event: 1,
    });
    expect(
      [
        event('hard_bounce'),
        event('soft_bounce'),
        event('unique_proxy_open'),
        event('spam'),
        event('deferred'),
      ]
        .flatMap((one) => brief('brevo', one))
        .map(({ kind, of, isMachine }) => [kind, of, isMachine]),
    ).toEqual([
      ['bounced', ID, false],
      ['soft_bounced', ID, false],
      ['opened', ID, true],
      ['complained', ID, false],
    ]);
  });

  it('SES: an event for each recipient, as events and as notifications', () => {
    const mail = { messageId: 'ses', tags: { message_id: [ID] }, destination: ['a@b.test'] };
    const bounce = {
      bounceType: 'Permanent',
      feedbackId: 'f',
      bouncedRecipients: [{ emailAddress: 'a@b.test' }, { emailAddress: 'c@d.test' }],
    };
    expect(
      brief('ses', { eventType: 'Bounce', mail, bounce }).map(({ kind, of, id }) => [kind, of, id]),
    ).toEqual([
      ['bounced', ID, 'Bounce ses f a@b.test'],
      ['bounced', ID, 'Bounce ses f c@d.test'],
    ]);
    expect(
      brief('ses', { notificationType: 'Delivery', mail: { messageId: 'ses' }, delivery: {} }),
    ).toMatchObject([{ kind: 'delivered', of: 'ses' }]);
    expect(
      brief('ses', { eventType: 'Bounce', mail, bounce: { ...bounce, bounceType: 'Transient' } })[0]?.kind,
    ).toBe('soft_bounced');
  });

  it.each([
    [undefined, ['complained']],
    ['abuse', ['complained']],
    ['fraud', ['complained']],
    ['not-spam', []],
    ['auth-failure', []],
  ])('SES: a report of type %s is %j', (complaintFeedbackType, kinds) => {
    const complaint = { complaintFeedbackType, complainedRecipients: [{ emailAddress: 'a@b.test' }] };
    const said = { eventType: 'Complaint', mail: { messageId: 'ses' }, complaint };
    expect(brief('ses', said).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('any other server: by Message-ID or address, one or several', () => {
    expect(
      brief('generic', {
        events: [
          { type: 'hard', message_id: `<${ID}@shop.test>` },
          { type: 'soft', email: 'A@B.test' },
          { type: 'nothing', email: 'a@b.test' },
        ],
      }).map(({ kind, of }) => [kind, of]),
    ).toEqual([
      ['bounced', ID],
      ['soft_bounced', 'a@b.test'],
    ]);
  });

  it('is known again by all that it says where it has no id', () => {
    const [one] = eventsIn('brevo', { event: 'spam', email: 'a@b.test', ts: 1 });
    const [same] = eventsIn('brevo', { event: 'spam', email: 'a@b.test', ts: 1 });
    const [other] = eventsIn('brevo', { event: 'spam', email: 'a@b.test', ts: 2 });
    expect(one?.id).toBe(same?.id);
    expect(one?.id).not.toBe(other?.id);
  });

  it('never brings anything down, and nothing that no text can hold, whatever it is', () => {
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.object({ withNullPrototype: true }),
      fc.string({ unit: 'binary' }),
    );
    const known = fc.record({
      event: fc.constantFrom('bounce', 'failed', 'click', 'hard_bounce'),
      eventType: fc.constantFrom('Bounce', 'Click'),
      type: fc.constantFrom('hard', 'email.bounced'),
      RecordType: fc.constantFrom('Bounce', 'Click'),
      email: strange,
      mail: strange,
      data: strange,
      bounce: strange,
      timestamp: strange,
      'event-data': strange,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...EVENT_PROVIDERS),
        fc.oneof(strange, known, fc.array(known)),
        (provider, body) => {
          for (const event of eventsIn(provider, body)) {
            expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
            expect(Number.isNaN(Date.parse(event.at))).toBe(false);
            expect(event.id.length).toBeLessThanOrEqual(200);
          }
        },
      ),
    );
  });
});
