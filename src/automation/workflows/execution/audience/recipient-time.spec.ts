import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { recipientTimeOf, zoneOfRecipient } from './recipient-time.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const campaign = (fields: Partial<Campaign>) =>
  ({ plan: null, run_at: null, settings: {}, ...fields }) as Campaign;

describe('where a recipient is', () => {
  it.each([
    [{ custom: { timezone: ' America/Chicago ' }, country: 'NO' }, 'America/Chicago'],
    [{ custom: { timezone: 'Narnia/Cair' }, country: 'NO' }, 'Europe/Oslo'],
    [{ custom: null, country: 'Germany' }, 'Europe/Berlin'],
    [{ country: 'us' }, 'America/New_York'],
    [{ country: 'Mordor' }, undefined],
    [{ custom: { timezone: 5 }, country: null }, undefined],
  ])('%j is %s', (whereabouts, zone) => expect(zoneOfRecipient(whereabouts)).toBe(zone));
});

describe('when a recipient is written to', () => {
  const schedule = { at: '2026-12-01T09:00', timezone: 'Europe/Oslo', recipient_time: true };

  it('is their own time, or that of the campaign where nobody knows where they are', () => {
    const dueAt = recipientTimeOf(campaign({ schedule }), NOW);
    expect(dueAt({ country: 'NZ' })?.toISOString()).toBe('2026-11-30T20:00:00.000Z');
    expect(dueAt({})?.toISOString()).toBe('2026-12-01T08:00:00.000Z');
  });

  it('is the time of the run it belongs to', () => {
    const daily = { cron: '0 9 * * *', timezone: 'Europe/Oslo', recipient_time: true };
    const dueAt = recipientTimeOf(campaign({ schedule: daily, run_at: '2026-12-05T08:00:00Z' }), NOW);
    expect(dueAt({ country: 'IN' })?.toISOString()).toBe('2026-12-05T03:30:00.000Z');
  });

  it('is not before the send time of the campaign, and at once without any', () => {
    const later = '2026-12-02T00:00:00Z';
    const settings = { email_send_time: later };
    expect(recipientTimeOf(campaign({ schedule: null, settings }), NOW)({})).toEqual(new Date(later));
    expect(recipientTimeOf(campaign({ schedule, settings }), NOW)({ country: 'NZ' })).toEqual(
      new Date(later),
    );
    for (const email_send_time of ['2020-01-01T00:00:00Z', 'Tuesday 10:30 AM', 5, undefined])
      expect(
        recipientTimeOf(campaign({ schedule: null, settings: { email_send_time } }), NOW)({}),
      ).toBeUndefined();
  });
});
