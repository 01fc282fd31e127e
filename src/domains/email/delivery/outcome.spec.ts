import { MailRefused, MailUnknown, MailUnreachable } from '#platform/channels/mail-channel';
import type { OutgoingMessage } from './outgoing.js';
import { TemplateInvalid } from '../email.errors.js';
import { isHardBounce, isSoftBounce, outcomeOf, unwritten } from './outcome.js';

const message = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: 'm',
  attempt: 1,
  mailingId: 'c',
  ownerId: 'o',
  leadId: null,
  transactional: false,
  contentId: null,
  counting: { tracking: 'individual', trackOpens: true, trackClicks: true },
  email: 'ada@example.com',
  emailNorm: 'ada@example.com',
  merge: {},
  refusals: 0,
  ...changes,
});

describe('a delivery that failed', () => {
  it('waits longer after each temporary refusal and fails at the fifth', () => {
    const refused = new MailRefused(false, 451, '451 try later', 'recipient');
    const waits = [0, 1, 2, 3].map((refusals) => outcomeOf(message({ refusals }), refused)?.dueIn ?? 0);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(outcomeOf(message({ refusals: 4 }), refused)).toMatchObject({ state: 'failed', bounced: false });
  });

  it('is never tried again when its fate is unknown', () => {
    const outcome = outcomeOf(message(), new MailUnknown('ECONNECTION'));
    expect(outcome).toMatchObject({ state: 'unknown' });
    expect(outcome).not.toHaveProperty('dueIn');
  });

  it('waits without counting while the server cannot be used', () => {
    const outcome = outcomeOf(message({ attempt: 500 }), new MailUnreachable('ECONNREFUSED'));
    expect(outcome).toMatchObject({ state: 'queued' });
    expect(outcome?.refused).toBeUndefined();
    expect(outcome?.dueIn).toBeLessThanOrEqual(360);
  });

  it('is left to the caller when it was not about mail', () => {
    expect(outcomeOf(message(), new Error('database'))).toBeUndefined();
  });
});

describe('a mail that could not be written', () => {
  it('is tried again when its template ran out of time, and fails at the fifth', () => {
    const slow = new TemplateInvalid('HTML', 'template render limit exceeded');
    expect(unwritten(message(), slow)).toMatchObject({ state: 'queued', refused: true });
    expect(unwritten(message({ refusals: 4 }), slow)).toMatchObject({ state: 'failed' });
  });

  it('waits for what is not its fault', () => {
    expect(unwritten(message({ refusals: 9 }), new Error('database'))).toMatchObject({
      state: 'queued',
      refused: false,
    });
  });
});

describe('a hard bounce', () => {
  const cases: [boolean, ConstructorParameters<typeof MailRefused>][] = [
    [true, [true, 550, '550 no such user', 'recipient']],
    [true, [true, 550, '550 5.1.1 unknown', 'recipient']],
    [true, [true, 550, '550 5.2.1 disabled', 'recipient']],
    [true, [true, 554, '554 5.1.1 unknown', 'message']],
    [false, [true, 550, '550 5.7.1 blocked', 'recipient']],
    [false, [true, 552, '552 5.2.2 mailbox full', 'recipient']],
    [false, [true, 554, '554 spam', 'recipient']],
    [false, [true, 550, '550 looks like spam', 'message']],
    [false, [true, 550, '550 5.1.8 bad sender', 'sender']],
    [false, [false, 450, '450 4.1.1 later', 'recipient']],
  ];
  it.each(cases)('%s for %j', (expected, answer) => {
    expect(isHardBounce(new MailRefused(...answer))).toBe(expected);
  });
});

describe('a soft bounce', () => {
  const cases: [boolean, ConstructorParameters<typeof MailRefused>][] = [
    [true, [false, 450, '450 mailbox busy', 'recipient']],
    [true, [false, 452, '452 4.2.2 over quota', 'recipient']],
    [true, [false, 450, '450 4.1.1 later', 'recipient']],
    [true, [false, 452, '452 4.2.1 disabled for now', 'message']],
    [true, [true, 552, '552 5.2.2 mailbox full', 'message']],
    [true, [true, 552, '552 mailbox full', 'recipient']],
    [false, [true, 552, '552 message too large', 'message']],
    [false, [false, 451, '451 local error', 'recipient']],
    [false, [false, 450, '450 4.7.1 greylisted', 'recipient']],
    [false, [false, 451, '451 4.3.0 queue full', 'message']],
    [false, [false, 451, '451 4.4.1 no route', 'recipient']],
    [false, [false, 450, '450 4.1.8 sender domain', 'sender']],
    [false, [true, 550, '550 5.1.1 unknown', 'recipient']],
    [false, [false, 421, '421 busy', 'message']],
  ];
  it.each(cases)('%s for %j', (expected, answer) => {
    expect(isSoftBounce(new MailRefused(...answer))).toBe(expected);
  });

  it('is one when the mail is given up, not while it is tried again', () => {
    const full = new MailRefused(false, 452, '452 4.2.2 over quota', 'recipient');
    expect(outcomeOf(message({ refusals: 3 }), full)).toMatchObject({ state: 'queued', softBounced: false });
    expect(outcomeOf(message({ refusals: 4 }), full)).toMatchObject({ state: 'failed', softBounced: true });
  });
});
