import { DEFAULT_SETTINGS, FORMAT } from '../definitions/definition.js';
import type { BuiltIn } from './built-in.js';

const GREETING = `<p>Hello {{ first_name | default: "there" }},</p>`;

export const ONBOARDING: BuiltIn = {
  id: 'onboarding',
  name: 'User Onboarding',
  description:
    'Welcomes a new customer, shows the first steps in the morning, and asks again who has not begun.',
  version: 1,
  definition: {
    format: FORMAT,
    settings: { ...DEFAULT_SETTINGS, re_entry: 'never' },
    steps: [
      { id: 'enter', type: 'trigger', title: 'Enters', config: { on: 'manual' }, next: { next: 'tag-new' } },
      { id: 'tag-new', type: 'add_tag', config: { tags: ['onboarding'] }, next: { next: 'welcome' } },
      {
        id: 'welcome',
        type: 'send_mail',
        title: 'Welcome',
        config: {
          subject: 'Welcome{% if first_name %}, {{ first_name }}{% endif %}',
          html: `${GREETING}<p>good that you are here. Tomorrow we show you the first steps.</p>`,
          transactional: false,
        },
        next: { next: 'morning' },
      },
      { id: 'morning', type: 'delay', config: { for: { hours: 12 } }, next: { next: 'nine' } },
      {
        id: 'nine',
        type: 'wait_until',
        title: 'Nine in the morning',
        config: { time: '09:00', zone: 'UTC', zone_field: 'timezone' },
        next: { next: 'first-steps' },
      },
      {
        id: 'first-steps',
        type: 'send_mail',
        title: 'First steps',
        config: {
          subject: 'Your first steps',
          html: `${GREETING}<p>begin with one thing: bring your contacts in. It takes five minutes.</p>`,
          transactional: false,
        },
        next: { next: 'begun' },
      },
      {
        id: 'begun',
        type: 'wait_for_event',
        title: 'Has begun',
        config: { event: { on: 'mail_clicked' }, timeout: { days: 5 } },
        next: { happened: 'done', timed_out: 'reminder' },
      },
      {
        id: 'reminder',
        type: 'send_mail',
        title: 'Reminder',
        config: {
          subject: 'Can we help you begin?',
          html: `${GREETING}<p>if something is in the way, answer this mail. A person reads it.</p>`,
          transactional: false,
        },
        next: { next: 'done' },
      },
      { id: 'done', type: 'remove_tag', config: { tags: ['onboarding'] }, next: { next: null } },
    ],
  },
};
