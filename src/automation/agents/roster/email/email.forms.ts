import { z } from 'zod';
import { EMAIL_TYPES } from '#domains/email/templates/email-template.dto';
import { ProvenanceForm } from '../../provenance.form.js';
import { AudienceInput, ToneInput } from '../content/copy.forms.js';

export const TemplateInput = z.strictObject({
  name: z.string().min(1).max(200),
  type: z.enum(EMAIL_TYPES).default('promotional'),
  brief: z.string().min(1).max(10_000),
  audience: AudienceInput.default('general'),
  tone: ToneInput.default('professional'),
});
export const TemplateOutput = z.object({
  template_id: z.string(),
  name: z.string(),
  subject: z.string(),
  html_content: z.string(),
  text_content: z.string(),
  variables: z.array(z.string()),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

/** What a mail is to be about; options that are not named here are told to the writer too. */
export const ContentInput = z
  .object({
    campaign_type: z.string().min(1).max(100).default('promotional'),
    audience: AudienceInput.default('general'),
    topic: z.string().min(1).max(2_000).optional(),
    tone: ToneInput.default('professional'),
    key_messages: z.array(z.string().min(1).max(1_000)).max(20).optional(),
    call_to_action: z.string().min(1).max(300).optional(),
  })
  .catchall(z.json());
export const MailDraft = z.object({
  subject_lines: z.array(z.string().min(1).max(150)).min(3).max(8),
  preview_text: z.string().max(300),
  html_content: z.string().min(1).max(30_000),
});
export const ContentOutput = z.object({
  /** The subject line with the best score. */
  subject: z.string(),
  subject_lines: z.array(
    z.object({
      text: z.string(),
      /** 0 to 100, by the rules that headlines are judged by: an estimate. */
      score: z.number(),
    }),
  ),
  /** HTML in Liquid. */
  content: z.string(),
  /** What inboxes show behind the subject. */
  preview: z.string(),
  estimated: z.literal(true),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const AbVariantsInput = z.strictObject({ base_content: z.string().min(1).max(20_000) });
export const AbTexts = z.object({ variants: z.array(z.string().min(1).max(1_000)).min(3).max(6) });
export const AbVariantsOutput = z.object({
  variants: z.array(
    z.object({
      text: z.string(),
      /** 0 to 100, by the rules that headlines are judged by: an estimate. */
      score: z.number(),
    }),
  ),
  estimated: z.literal(true),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const SendTimeInput = z.looseObject({});
export const SendTimeOutput = z.object({
  /** @example 'Tuesday 10:30 AM' */
  optimal_time: z.string(),
  improvement: z.number(),
  confidence: z.number(),
  timezone: z.literal('UTC'),
  estimated: z.boolean(),
});

export const MetricsInput = z.strictObject({ campaign_id: z.uuid() });
export const MetricsOutput = z.object({
  campaign_id: z.string(),
  total_sent: z.number(),
  total_delivered: z.number(),
  /** Null where readers are not counted one by one. */
  total_opened: z.number().nullable(),
  total_clicked: z.number().nullable(),
  total_bounced: z.number(),
  total_unsubscribed: z.number(),
  delivery_rate: z.number(),
  open_rate: z.number().nullable(),
  click_rate: z.number().nullable(),
  bounce_rate: z.number(),
  unsubscribe_rate: z.number(),
  engagement_score: z.number().nullable(),
  readers_unknown: z.string().nullable(),
  insights: z.array(
    z.object({
      type: z.enum(['warning', 'success']),
      metric: z.string(),
      message: z.string(),
      recommendation: z.string(),
    }),
  ),
});

export const CampaignInput = z.strictObject({
  name: z.string().min(1).max(200),
  subject: z.string().min(1).max(998),
  content: z.string().min(1).max(200_000),
  /** Which leads it is for; without any, every lead that may be written to. */
  lead_ids: z.array(z.uuid()).max(10_000).optional(),
  tags: z.array(z.string().min(1).max(100)).max(100).optional(),
  send_time: z.iso.datetime().optional(),
});
export const CampaignOutput = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  created_at: z.string(),
});

export const SendInput = z.strictObject({ campaign_id: z.uuid() });
export const SendOutput = z.object({ campaign_id: z.string(), status: z.string(), message: z.string() });
