import type { MailSettings } from '../mail-settings.js';
import { judgedBy } from './gate.js';
import { MAILING_GATES, type MailingFacts } from './mailing-gates.js';
import { PERMISSION_GATES, PLANNING_GATES, RECIPIENT_GATES, type RecipientFacts } from './recipient-gates.js';

const now = new Date('2026-12-01T12:00:00Z');
const settings: MailSettings = { tracking: 'individual', trackClicks: true, trackOpens: true };
const mailing = (changes: Partial<MailingFacts> = {}): MailingFacts => ({
  state: 'sending',
  settings,
  tokens: undefined,
  hold: null,
  ownerRests: false,
  now,
  ...changes,
});
const recipient = (changes: Partial<RecipientFacts> = {}): RecipientFacts => ({
  email: 'ada@example.com',
  barred: null,
  suppression: null,
  pausedUntil: null,
  topicDeclined: false,
  cap: undefined,
  had: 0,
  rivals: 0,
  ...changes,
});
const cap = { max: 2, hours: 24 };

describe('the gates of delivery', () => {
  it('let through whom nothing holds back', () => {
    expect(judgedBy(RECIPIENT_GATES, recipient({ cap, had: 1 })).verdict).toBe('pass');
    expect(judgedBy(MAILING_GATES, mailing()).verdict).toBe('pass');
  });

  it.each([
    [{ barred: 'withdrawn', suppression: 'complaint' }, 'skip', 'no_consent'],
    [{ barred: 'deleted' }, 'skip', 'lead_deleted'],
    [{ suppression: 'consent_withdrawn' }, 'skip', 'no_consent'],
    [{ suppression: 'complaint', cap, had: 2 }, 'skip', 'suppressed:complaint'],
    [{ pausedUntil: '2027-01-01T00:00:00Z', topicDeclined: true }, 'skip', 'paused'],
    [{ topicDeclined: true, cap, had: 2 }, 'skip', 'topic_declined'],
    [{ cap, had: 2 }, 'skip', 'frequency_cap'],
    [{ cap, had: 1, rivals: 1 }, 'wait', 'frequency_cap'],
  ])('hold a recipient back in their order: %j', (facts, verdict, reason) => {
    expect(judgedBy(RECIPIENT_GATES, recipient(facts as Partial<RecipientFacts>))).toMatchObject({
      verdict,
      reason,
    });
  });

  it('add nobody who cannot be written to', () => {
    expect(judgedBy(PLANNING_GATES, recipient({ email: 'ada' }))).toMatchObject({
      reason: 'invalid_address',
    });
    expect(judgedBy(PLANNING_GATES, recipient({ email: 'ada', barred: 'withdrawn' }))).toMatchObject({
      reason: 'no_consent',
    });
  });

  it('ask for permission alone where a person sends again', () => {
    expect(judgedBy(PERMISSION_GATES, recipient({ cap, had: 9 })).verdict).toBe('pass');
  });

  it.each<[Partial<MailingFacts>, string, string | null]>([
    [{ state: 'paused' }, 'campaign_paused', null],
    [{ state: 'unopened' }, 'campaign_unopened', null],
    [{ ownerRests: true }, 'account_at_rest', null],
    [
      { hold: { reason: 'throttle', until: new Date('2026-12-01T12:00:09Z') } },
      'throttle',
      '2026-12-01T12:00:09.000Z',
    ],
    [{ settings: undefined }, 'unreadable_settings', null],
    [
      { settings: { ...settings, quietHours: { start: '11:00', end: '13:00', timezone: 'UTC' } } },
      'quiet_hours',
      '2026-12-01T13:00:00.000Z',
    ],
    [
      { settings: { ...settings, throttlePerMinute: 6 }, tokens: { tokens: 0, elapsed: 0 } },
      'throttle',
      '2026-12-01T12:00:10.000Z',
    ],
  ])('let a mailing wait: %j', (facts, reason, until) => {
    const said = judgedBy(MAILING_GATES, mailing(facts));
    expect(said).toMatchObject({ verdict: 'wait', reason });
    expect(said.verdict === 'wait' ? (said.until?.toISOString() ?? null) : undefined).toBe(until);
  });

  it('let go of a mailing that is stopped, and forget a hold whose time is over', () => {
    expect(judgedBy(MAILING_GATES, mailing({ state: 'stopped' }))).toEqual({
      verdict: 'skip',
      reason: 'campaign_stopped',
    });
    expect(judgedBy(MAILING_GATES, mailing({ hold: { reason: 'throttle', until: now } })).verdict).toBe(
      'pass',
    );
  });
});
