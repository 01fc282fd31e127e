import { csvOf, seriesOf, summaryOfDays } from './figures.js';

const [FROM, TO] = [new Date('2026-11-26T12:00:00Z'), new Date('2026-11-28T12:00:00Z')];
const measured = (metric_name: string, metric_value: number, day = '2026-11-27') => ({
  id: '1',
  campaign_id: '1',
  metric_name,
  metric_value,
  recorded_at: `${day}T09:00:00Z`,
});
const mail = [
  {
    campaign_id: '1',
    day: '2026-11-27',
    sent: 10,
    bounced: 2,
    watched: 8,
    opened: 4,
    clicked: 2,
    unsubscribed: 1,
  },
  {
    campaign_id: '2',
    day: '2026-11-27',
    sent: 1,
    bounced: 0,
    watched: 1,
    opened: 0,
    clicked: 0,
    unsubscribed: 0,
  },
];

describe('what a campaign has reached', () => {
  it('is every day of the range, and all of it together', () => {
    const recorded = [
      measured('impressions', 90),
      measured('clicks', 3),
      measured('conversions', 1),
      measured('revenue', 50),
    ];
    const spend = [{ day: '2026-11-28', channel: 'ai', amount: 0.1 + 0.2 }];
    const series = seriesOf({ mail, recorded, spend }, FROM, TO);
    expect(series.map(({ date }) => date)).toEqual(['2026-11-26', '2026-11-27', '2026-11-28']);
    expect(series[1]).toMatchObject({
      sent: 11,
      delivered: 9,
      impressions: 99,
      clicks: 5,
      conversions: 1,
      spend: 0,
    });
    expect(summaryOfDays(series)).toMatchObject({
      total_impressions: 99,
      total_clicks: 5,
      conversion_rate: 20,
      cost_per_acquisition: 0.3,
      return_on_ad_spend: 166.67,
      spend: 0.3,
    });
  });

  it('counts money once, and shares nothing out where there is nothing', () => {
    const recorded = [
      measured('spend', 7),
      measured('open_rate', 30),
      measured('impressions', 5, '2026-10-01'),
    ];
    expect(summaryOfDays(seriesOf({ mail: [], recorded, spend: [] }, FROM, TO))).toMatchObject({
      spend: 7,
      impressions: 0,
    });
    const spend = [{ day: '2026-11-27', channel: 'ads', amount: 3 }];
    expect(summaryOfDays(seriesOf({ mail: [], recorded, spend }, FROM, TO))).toMatchObject({
      spend: 3,
      conversion_rate: 0,
      cost_per_acquisition: 0,
      return_on_ad_spend: 0,
    });
  });

  it('is a table with a header and a row for each day', () => {
    const lines = csvOf(seriesOf({ mail, recorded: [], spend: [] }, FROM, TO)).split('\r\n');
    expect(lines[0]).toBe(
      'date,sent,delivered,opened,clicked,bounced,unsubscribed,impressions,clicks,conversions,revenue,spend',
    );
    expect(lines[2]).toBe('2026-11-27,11,9,4,2,2,1,9,2,0,0,0');
    expect(lines).toHaveLength(5);
  });
});
