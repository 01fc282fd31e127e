import { z } from 'zod';
import { eventType } from '../event-type.js';
import { anything, id, idOrNull, text, textOrNull } from './fields.js';

const LEAD_ID = '0198c0de-5eed-7000-8000-000000000001';
const FORM_ID = '0198c0de-5eed-7000-8000-000000000002';

/** What happens to leads. */
export const LEAD_EVENTS = {
  'lead.created': eventType(
    'There is a new lead: entered, imported, captured by a form or sent by another system.',
    z.object({
      lead_id: id,
      email: textOrNull,
      first_name: textOrNull,
      last_name: textOrNull,
      phone: textOrNull,
      company: textOrNull,
      source: text,
      status: text,
      score: z.number().nullable(),
      tags: z.array(text),
      consent: text,
      form_id: idOrNull,
      campaign_id: idOrNull,
    }),
    {
      lead_id: LEAD_ID,
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      phone: null,
      company: 'Analytical Engines',
      source: 'embedded_form',
      status: 'new',
      score: 0,
      tags: ['newsletter'],
      consent: 'granted',
      form_id: FORM_ID,
      campaign_id: null,
    },
  ),
  'lead.captured': eventType(
    'Somebody has submitted a form, whether or not they were known before.',
    z.object({
      lead_id: id,
      email: textOrNull,
      full_name: textOrNull,
      form_id: idOrNull,
      answers: anything,
      campaign_id: idOrNull,
    }),
    {
      lead_id: LEAD_ID,
      email: 'ada@example.com',
      full_name: 'Ada Lovelace',
      form_id: FORM_ID,
      answers: { budget: '10,000' },
      campaign_id: null,
    },
  ),
  'lead.scored': eventType(
    'The score of a lead has changed.',
    z.object({
      lead_id: id,
      email: textOrNull,
      score: z.number().nullable(),
      former_score: z.number().nullable(),
    }),
    { lead_id: LEAD_ID, email: 'ada@example.com', score: 75, former_score: 40 },
  ),
};
