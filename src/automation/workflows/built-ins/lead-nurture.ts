import { DEFAULT_SETTINGS, FORMAT } from '../definitions/definition.js';
import type { BuiltIn } from './built-in.js';

const GREETING = `<p>Hello {{ first_name | default: "there" }},</p>`;

export const LEAD_NURTURE: BuiltIn = {
  id: 'lead_nurture',
  name: 'Lead Nurture Workflow',
  description:
    'Three mails over ten days, fewer for who answers by opening; over as soon as the lead is a customer.',
  version: 1,
  definition: {
    format: FORMAT,
    settings: {
      ...DEFAULT_SETTINGS,
      goal: { field: 'status', op: 'in', value: ['customer', 'converted'] },
    },
    steps: [
      {
        id: 'enter',
        type: 'trigger',
        title: 'Enters',
        config: { on: 'manual' },
        next: { next: 'first-mail' },
      },
      {
        id: 'first-mail',
        type: 'send_mail',
        title: 'First mail',
        config: {
          subject: 'Good to meet you{% if first_name %}, {{ first_name }}{% endif %}',
          html: `${GREETING}<p>thank you for your interest. What are you working on at {{ company | default: "the moment" }}? Answer this mail and a person reads it.</p>`,
          transactional: false,
        },
        next: { next: 'opened' },
      },
      {
        id: 'opened',
        type: 'wait_for_event',
        title: 'Opens a mail',
        config: { event: { on: 'mail_opened' }, timeout: { days: 3 } },
        next: { happened: 'warm', timed_out: 'second-mail' },
      },
      { id: 'warm', type: 'score', title: 'Is warmer', config: { by: 10 }, next: { next: 'tag-warm' } },
      { id: 'tag-warm', type: 'add_tag', config: { tags: ['nurtured'] }, next: { next: 'pause' } },
      {
        id: 'second-mail',
        type: 'send_mail',
        title: 'Second mail',
        config: {
          subject: 'One idea that may help',
          html: `${GREETING}<p>many teams in {{ industry | default: "your field" }} begin with one small step. Shall we send you the three that worked best?</p>`,
          transactional: false,
        },
        next: { next: 'pause' },
      },
      {
        id: 'pause',
        type: 'delay',
        title: 'A week',
        config: { for: { days: 7 } },
        next: { next: 'last-mail' },
      },
      {
        id: 'last-mail',
        type: 'send_mail',
        title: 'Last mail',
        config: {
          subject: 'Shall we talk?',
          html: `${GREETING}<p>a quarter of an hour is enough to see whether we can help. If this is not the time, we leave you in peace.</p>`,
          transactional: false,
        },
        next: { next: null },
      },
    ],
  },
};
