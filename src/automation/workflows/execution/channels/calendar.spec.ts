import fc from 'fast-check';
import { calendarOf, isWritten } from './calendar.js';

describe('the calendar of a campaign', () => {
  it('is read in whatever words a client has for it', () => {
    const [post, text] = calendarOf({
      calendar: [
        { channel: 'LinkedIn', caption: ' Hello ', publish_date: '2027-01-02T09:00:00Z', hashtags: ['a', 5] },
        { content_type: 'Blog', headline: 'News', body: 'Long', scheduled_date: '2027-01-02' },
      ],
    });
    expect(post).toMatchObject({ number: 1, channel: 'linkedin', text: 'Hello', hashtags: ['a'] });
    expect(text).toMatchObject({
      number: 2,
      title: 'News',
      text: 'Long',
      publishAt: new Date('2027-01-02T00:00:00Z'),
    });
    expect([post, text].map((item) => isWritten(item!))).toEqual([false, true]);
  });

  it.each([
    ['2027-01-02T09:00', '2027-01-02T09:00:00.000Z'],
    ['2027-01-02T09:00:00+02:00', '2027-01-02T07:00:00.000Z'],
    ['soon', undefined],
    ['2027-13-45', undefined],
  ])('takes %s for %s', (date, moment) => {
    expect(calendarOf({ calendar: [{ date }] })[0]?.publishAt?.toISOString()).toBe(moment);
  });

  it('is never more than it can carry, whatever stands there', () => {
    fc.assert(
      fc.property(fc.anything(), (calendar) => {
        expect(calendarOf({ calendar }).length).toBeLessThanOrEqual(500);
      }),
    );
    expect(calendarOf({ calendar: Array.from({ length: 600 }, () => ({})) })).toHaveLength(500);
  });
});
