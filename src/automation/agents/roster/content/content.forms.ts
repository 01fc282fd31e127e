import { z } from 'zod';
import { ProvenanceForm } from '../../provenance.form.js';
import { AudienceInput, EmailCopy, PostCopy, ToneInput } from './copy.forms.js';

const topic = z.string().min(1).max(2_000);
const keywords = z.array(z.string().min(1).max(100)).max(50);

export const EmailInput = z.strictObject({
  campaign_type: z.string().min(1).max(100),
  target_audience: AudienceInput,
  topic: topic.optional(),
  brand_voice: ToneInput.default('professional'),
});
export const EmailOutput = z.object({
  content: EmailCopy.extend({ content_id: z.number() }),
  subject_lines: z.array(z.object({ text: z.string(), score: z.number() })),
  ai_insights: z.array(z.string()),
  ai: z.boolean(),
  provenance: ProvenanceForm,
  timestamp: z.string(),
  status: z.literal('success'),
});

export const PostInput = z.strictObject({
  platform: z.string().min(1).max(50),
  content_theme: topic,
  brand_voice: ToneInput.default('professional'),
  target_audience: AudienceInput.default('followers'),
});
export const PostOutput = z.object({
  post: PostCopy.extend({
    post_id: z.number(),
    scheduled_time: z.null(),
    status: z.literal('draft'),
    engagement_metrics: z.object({}),
  }),
  content: z.string(),
  hashtags: z.array(z.string()),
  ai: z.boolean(),
  provenance: ProvenanceForm,
  timestamp: z.string(),
  status: z.literal('success'),
});

export const ArticleInput = z.strictObject({
  topic,
  target_keywords: keywords.min(1),
  word_count: z.int().min(100).max(5_000).default(800),
  brand_voice: ToneInput.default('professional'),
  target_audience: AudienceInput.default('readers who are new to it'),
});
export const ArticleOutput = z.object({
  content: z.object({
    title: z.string(),
    content: z.string(),
    html_content: z.string(),
    meta_description: z.string(),
    keywords: z.array(z.string()),
    /** Minutes, at 200 words a minute. */
    estimated_read_time: z.number(),
    content_id: z.number(),
  }),
  seo_score: z.number().nullable(),
  readability_score: z.number().nullable(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
  timestamp: z.string(),
  status: z.literal('success'),
});

export const ImproveInput = z.strictObject({
  content_id: z.coerce.number().int().min(1),
  brand_voice: ToneInput.default('professional'),
});
export const ImproveOutput = z.object({
  content_id: z.number(),
  title: z.string(),
  content: z.string(),
  changes: z.array(z.string()),
  version: z.number(),
  seo_score: z.number().nullable(),
  readability_score: z.number().nullable(),
  previous_scores: z.object({ seo_score: z.number().nullable(), readability_score: z.number().nullable() }),
  ai: z.boolean(),
  provenance: ProvenanceForm,
  timestamp: z.string(),
  status: z.literal('success'),
});

export const HeadlinesInput = z.strictObject({
  topic,
  count: z.int().min(1).max(20).default(5),
  brand_voice: ToneInput.default('professional'),
});
export const HeadlinesOutput = z.object({
  headlines: z.array(z.string()),
  scores: z.array(z.number()),
  topic: z.string(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const LENGTHS = { short: 300, medium: 800, long: 1_500 } as const;

export const GenerateInput = z.strictObject({
  title: topic,
  content_type: z.string().min(1).max(50),
  target_audience: AudienceInput,
  platform: z.string().min(1).max(50),
  key_messages: z.array(z.string().min(1).max(1_000)).max(20).default([]),
  tone: ToneInput.default('professional'),
  length: z.enum(Object.keys(LENGTHS) as [keyof typeof LENGTHS]).default('medium'),
  keywords: keywords.default([]),
  cta: z.string().min(1).max(300).optional(),
});
export const GenerateOutput = z.object({
  id: z.number(),
  title: z.string(),
  generated_content: z.string(),
  content: z.string(),
  html_content: z.string(),
  variations: z.array(z.object({ title: z.string(), score: z.number() })),
  seo_score: z.number().nullable(),
  readability_score: z.number().nullable(),
  engagement_prediction: z.number().nullable(),
  tags: z.array(z.string()),
  content_type: z.string(),
  platform: z.string().nullable(),
  status: z.string(),
  near_duplicates: z.array(z.object({ id: z.number(), title: z.string(), similarity: z.number() })),
  brand_violations: z.array(z.object({ rule: z.string(), found: z.string(), suggestion: z.string() })),
  ai: z.boolean(),
  /** The prediction is an estimate. */
  estimated: z.literal(true),
  provenance: ProvenanceForm,
});
