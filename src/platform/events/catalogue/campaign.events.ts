import { z } from 'zod';
import { eventType } from '../event-type.js';
import { id, idOrNull, instantOrNull, text } from './fields.js';

const campaign = z.object({
  campaign_id: id,
  name: text,
  type: text,
  channel: text,
  status: text,
  start_date: instantOrNull,
  end_date: instantOrNull,
  parent_campaign_id: idOrNull,
});
const example = (status: string) => ({
  campaign_id: '0198c0de-5eed-7000-8000-000000000003',
  name: 'Spring sale',
  type: 'email',
  channel: 'email',
  status,
  start_date: '2026-12-01T09:00:00.000Z',
  end_date: null,
  parent_campaign_id: null,
});

/** What happens to campaigns. */
export const CAMPAIGN_EVENTS = {
  'campaign.created': eventType(
    'There is a new campaign, also one of the times of a recurring one.',
    campaign,
    example('draft'),
  ),
  'campaign.updated': eventType(
    'What a campaign says, to whom or when was changed.',
    campaign,
    example('draft'),
  ),
  'campaign.started': eventType(
    'A campaign has begun to run; going on after a pause is no start.',
    campaign,
    example('active'),
  ),
  'campaign.completed': eventType('A campaign has done all that it planned.', campaign, example('completed')),
};
