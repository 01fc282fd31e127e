import { randomUUID } from 'node:crypto';
import type { Lead } from './marketer.js';
import type { Stage } from './stage.js';

/** A gate, how it is closed so that a lead is skipped, and how it is opened for the next campaign. */
interface SkippingGate {
  gate: string;
  reason: string;
  recorded?: string | null;
  fields?: object;
  close: (stage: Stage, lead: Lead) => Promise<unknown>;
  open: (stage: Stage, lead: Lead) => Promise<unknown>;
}

/** A gate at which a mail waits, and how it is opened for that mail. */
export interface WaitingGate {
  gate: string;
  reason: string;
  fields?: object;
  /** What there is before the campaign is made. */
  before?: (stage: Stage) => Promise<unknown>;
  close?: (stage: Stage, campaignId: string) => Promise<unknown>;
  open: (stage: Stage, campaignId: string) => Promise<unknown>;
}

const hour = (ahead: number) => `${String((new Date().getUTCHours() + ahead + 24) % 24).padStart(2, '0')}:00`;
export const quiet_hours = { start: hour(-1), end: hour(2), timezone: 'UTC' };

const topic = randomUUID();
const cap = { settings: { frequency_cap: { max: 1, hours: 24 } } };

export const SKIPPING: readonly SkippingGate[] = [
  {
    gate: 'audience',
    reason: 'not_in_audience',
    recorded: null,
    fields: { audience: { tags: ['meant'] } },
    close: () => Promise.resolve(),
    open: (stage, { id }) => stage.marketer.client.put(`/api/leads/${id}`, { tags: ['meant'] }),
  },
  {
    gate: 'consent',
    reason: 'no_consent',
    close: (stage, lead) => stage.marketer.withdrawBySql(lead),
    open: (stage, { id }) => stage.app.sql(`update leads set consent = 'granted' where id = $1`, [id]),
  },
  {
    gate: 'address',
    reason: 'invalid_address',
    close: (stage, { id, email }) =>
      stage.app.sql(`update leads set email = $2, email_norm = $2 where id = $1`, [
        id,
        email.replace('@', ' at '),
      ]),
    open: (stage, { id, email }) =>
      stage.app.sql(`update leads set email = $2, email_norm = $2 where id = $1`, [id, email]),
  },
  {
    gate: 'suppression',
    reason: 'suppressed:complaint',
    close: (stage, { email }) =>
      stage.marketer.client.post('/api/email/suppressions', { email, reason: 'complaint' }),
    open: (stage, { email }) =>
      stage.marketer.client.delete(`/api/email/suppressions?email=${encodeURIComponent(email)}`),
  },
  {
    gate: 'preferences',
    reason: 'paused',
    close: (stage, { email }) =>
      stage.app.sql(
        `insert into email_pauses (created_by, email_norm, until) values ($1, $2, now() + interval '1 day')`,
        [stage.marketer.id, email],
      ),
    open: (stage) => stage.app.sql('delete from email_pauses where created_by = $1', [stage.marketer.id]),
  },
  {
    gate: 'preferences',
    reason: 'topic_declined',
    fields: { settings: { topic_id: topic } },
    close: async (stage, { email }) => {
      await stage.app.sql(`insert into email_topics (id, created_by, name) values ($1, $2, 'News')`, [
        topic,
        stage.marketer.id,
      ]);
      await stage.app.sql(
        'insert into email_topics_declined (topic_id, created_by, email_norm) values ($1, $2, $3)',
        [topic, stage.marketer.id, email],
      );
    },
    open: (stage) => stage.app.sql('delete from email_topics_declined where topic_id = $1', [topic]),
  },
  {
    gate: 'frequency_cap',
    reason: 'frequency_cap',
    fields: cap,
    close: async (stage, lead) => stage.launched(await stage.campaignFor(lead)),
    open: (stage) =>
      stage.app.sql(
        `update email_messages set armed_at = now() - interval '25 hours' where created_by = $1`,
        [stage.marketer.id],
      ),
  },
];

export const WAITING: readonly WaitingGate[] = [
  {
    gate: 'campaign_active',
    reason: 'campaign_paused',
    close: (stage, id) => stage.marketer.step(id, 'pause'),
    open: (stage, id) => stage.marketer.step(id, 'resume'),
  },
  {
    gate: 'quiet_hours',
    reason: 'quiet_hours',
    fields: { settings: { quiet_hours } },
    open: (stage, id) => stage.settle(id, {}),
  },
  {
    gate: 'hold',
    reason: 'quiet_hours',
    fields: { settings: { quiet_hours } },
    open: (stage, id) => stage.settle(id, {}),
  },
  {
    gate: 'hold',
    reason: 'transport',
    close: (stage, id) =>
      stage.app.sql(
        `update email_campaigns set hold_reason = 'transport', hold_until = now() + interval '1 hour' where campaign_id = $1`,
        [id],
      ),
    open: (stage, id) => stage.settle(id, {}),
  },
  {
    gate: 'throttle',
    reason: 'throttle',
    fields: { settings: { throttle_per_minute: 1 } },
    close: (stage, id) =>
      stage.app.sql(`update email_campaigns set tokens = 0, tokens_at = now() where campaign_id = $1`, [id]),
    open: (stage, id) =>
      stage.app.sql(
        `update email_campaigns set tokens_at = now() - interval '2 minutes', hold_until = null where campaign_id = $1`,
        [id],
      ),
  },
  {
    gate: 'settings',
    reason: 'unreadable_settings',
    close: (stage, id) => stage.settle(id, { throttle_per_minute: 0 }),
    open: (stage, id) => stage.settle(id, {}),
  },
  {
    gate: 'due',
    reason: 'not_due',
    close: (stage, id) =>
      stage.app.sql(`update email_messages set due_at = now() + interval '1 hour' where campaign_id = $1`, [
        id,
      ]),
    open: (stage, id) =>
      stage.app.sql(`update email_messages set due_at = now() where campaign_id = $1`, [id]),
  },
  {
    gate: 'due',
    reason: 'experiment',
    close: (stage, id) =>
      stage.app.sql(`update email_messages set due_at = 'infinity' where campaign_id = $1`, [id]),
    open: (stage, id) =>
      stage.app.sql(`update email_messages set due_at = now() where campaign_id = $1`, [id]),
  },
];
