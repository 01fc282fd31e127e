import type { MailReport } from '#platform/channels/reports/mail-report';
import { eventOf } from './bounce-events.js';

const ID = '0198c0de-0000-7000-8000-000000000001';
const report = (changes: Partial<MailReport> = {}): MailReport => ({
  what: 'failed',
  messageId: `${ID}@sender.test`,
  recipient: 'Ada@Reader.test',
  status: '5.1.1',
  reason: 'smtp; 550 no such user',
  at: 'Mon, 23 Nov 2026 09:00:00 +0000',
  ...changes,
});

describe('what is reported of a mail', () => {
  it.each([
    ['bounced', '5.1.1'],
    ['bounced', '5.1.10'],
    ['bounced', '5.2.1'],
    ['soft_bounced', '5.2.2'],
    ['soft_bounced', '5.7.1'],
    ['soft_bounced', '5.0.0'],
    ['soft_bounced', '4.4.7'],
    ['soft_bounced', null],
  ])('is %s for %s', (kind, status) => {
    expect(eventOf(report({ status }))).toMatchObject({ kind, messageId: ID, email: 'ada@reader.test' });
  });

  it('is a complaint, a delivery, or nothing yet', () => {
    expect(eventOf(report({ what: 'complaint', status: null }))?.kind).toBe('complained');
    expect(eventOf(report({ what: 'delivered', status: '2.0.0' }))?.kind).toBe('delivered');
    expect(eventOf(report({ what: 'delayed', status: '4.4.1' }))).toBeUndefined();
  });

  it('is about a message of ours', () => {
    for (const messageId of ['x@y.test', '', `${ID}x@y.test`])
      expect(eventOf(report({ messageId }))).toBeUndefined();
  });

  it('is the same when it is told again in other words', () => {
    const [one, again, other] = [
      eventOf(report()),
      eventOf(report({ reason: 'else', at: null })),
      eventOf(report({ what: 'complaint' })),
    ];
    expect(again?.id).toBe(one?.id);
    expect(other?.id).not.toBe(one?.id);
  });
});
