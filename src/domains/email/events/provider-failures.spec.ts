import { eventsIn } from './provider-events.js';

describe('what a provider says of an address', () => {
  it.each([
    ['HardBounce', 'Recipient', 'bounced'],
    ['SpamComplaint', 'Recipient', 'complained'],
    ['ManualSuppression', 'Recipient', 'unsubscribed'],
    ['ManualSuppression', 'Customer', undefined],
    ['ManualSuppression', 'Admin', undefined],
    [null, 'Recipient', undefined],
  ])('Postmark: an address that it stops mail to for %s by the %s', (SuppressionReason, Origin, kind) => {
    const change = { RecordType: 'SubscriptionChange', Recipient: 'a@b.test', SuppressSending: true };
    expect(eventsIn('postmark', { ...change, SuppressionReason, Origin })[0]?.kind).toBe(kind);
    const reactivated = { ...change, SuppressSending: false, SuppressionReason, Origin };
    expect(eventsIn('postmark', reactivated)).toEqual([]);
  });

  it.each([
    ['HardBounce', { RecordType: 'Bounce', Type: 'HardBounce', ID: 42 }],
    ['SpamComplaint', { RecordType: 'SpamComplaint', Type: 'SpamComplaint', ID: 43 }],
  ])('Postmark: a %s that it tells of twice is one event', (SuppressionReason, record) => {
    const change = { RecordType: 'SubscriptionChange', SuppressSending: true, SuppressionReason };
    const [first, second] = [record, change].flatMap((told) =>
      eventsIn('postmark', { ...told, MessageID: 'pm', Email: 'a@b.test' }),
    );
    expect([second?.kind, second?.id]).toEqual([first?.kind, first?.id]);
  });

  const failures: [string | undefined, object, string | undefined][] = [
    ['bounce', { code: 550, message: '5.1.1 The email account does not exist' }, 'bounced'],
    ['bounce', { code: 550, 'enhanced-code': '5.2.1', message: 'Disabled' }, 'bounced'],
    ['bounce', { code: 550, message: 'No such user' }, 'bounced'],
    ['bounce', { code: 550, message: '5.7.1 Blocked by our policy' }, 'soft_bounced'],
    ['bounce', { code: 552, message: '5.2.2 Mailbox full' }, 'soft_bounced'],
    ['bounce', { code: 554, message: 'Message rejected' }, 'soft_bounced'],
    ['generic', { code: 550, 'enhanced-code': '5.1.1', message: 'No such user' }, 'bounced'],
    ['generic', { code: 550, message: '5.7.26 Unauthenticated' }, 'soft_bounced'],
    ['generic', { code: 550, message: 'Refused' }, 'soft_bounced'],
    ['espblock', { code: 550, message: 'Blocked' }, 'soft_bounced'],
    ['old', { code: 602, message: 'Too old' }, 'soft_bounced'],
    [
      'suppress-bounce',
      { code: 605, description: 'Not delivering to previously bounced address' },
      'bounced',
    ],
    ['suppress-complaint', { code: 607 }, 'complained'],
    ['suppress-unsubscribe', { code: 606 }, 'unsubscribed'],
    ['suppress-something', { code: 608 }, undefined],
    [undefined, {}, 'soft_bounced'],
  ];
  it.each(failures)('Mailgun: a permanent failure for %s, %j, is %s', (reason, status, kind) => {
    const failed = (severity: string) =>
      eventsIn('mailgun', {
        'event-data': { id: 'e', event: 'failed', severity, reason, 'delivery-status': status },
      })[0]?.kind;
    expect(failed('permanent')).toBe(kind);
    expect(failed('temporary')).toBe('soft_bounced');
  });
});
