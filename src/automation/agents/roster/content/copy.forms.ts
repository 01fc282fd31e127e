import { z } from 'zod';
import { ProvenanceForm } from '../../provenance.form.js';

const line = z.string().min(1).max(500);

/** Whom a text is for: in words, or as older clients say it. */
export const AudienceInput = z.union([z.string().min(1).max(2_000), z.record(z.string().max(100), z.json())]);
export type Audience = z.output<typeof AudienceInput>;

export const ToneInput = z.string().min(1).max(200);

/** A mail as a model writes it. */
export const EmailCopy = z.object({
  subject_line: z.string().min(1).max(150),
  preview_text: z.string().max(300),
  html_content: z.string().min(1).max(30_000),
  text_content: z.string().min(1).max(20_000),
  key_points: z.array(line).min(1).max(5),
});
export type EmailCopy = z.infer<typeof EmailCopy>;

/** A post as a model writes it, before the rules of its network are kept. */
export const PostDraft = z.object({
  content: z.string().min(1).max(10_000),
  /** More than any network takes: the surplus is left out, and not worth a second question. */
  hashtags: z.array(z.string().min(1).max(100)).max(100),
  suggested_image: z.string().max(1_000),
  engagement_hooks: z.array(line).max(5),
});
export type PostDraft = z.infer<typeof PostDraft>;

/** A post that its network takes. */
export const PostCopy = PostDraft.extend({
  platform: z.string(),
  /** As it is sent, hashtags included. */
  post: z.string(),
  length: z.number(),
  limit: z.number(),
});
export type PostCopy = z.infer<typeof PostCopy>;

export const ArticleDraft = z.object({
  title: z.string().min(1).max(200),
  content: z.string().min(1).max(60_000),
  meta_description: z.string().max(300),
});
export type ArticleDraft = z.infer<typeof ArticleDraft>;

export const Headlines = z.object({ headlines: z.array(z.string().min(1).max(200)).min(1).max(20) });

export const Improved = z.object({
  title: z.string().max(200).nullable(),
  content: z.string().min(1).max(60_000),
  changes: z.array(line).max(10),
});
export type Improved = z.infer<typeof Improved>;

/** Proposals to make a campaign's copy better. */
export const Optimised = z.object({
  optimized_subject: z.string().max(150),
  optimized_content: z.string().min(1).max(30_000),
  a_b_test_variants: z.array(line).min(1).max(5),
  performance_predictions: z.object({
    open_rate_estimate: z.string().max(50),
    click_rate_estimate: z.string().max(50),
  }),
  recommendations: z.array(line).min(1).max(5),
});
export type Optimised = z.infer<typeof Optimised>;

export const CopyInput = z.strictObject({
  /** `email`, or the name of a network. */
  campaign_type: z.string().min(1).max(100),
  target_audience: AudienceInput,
  brand_voice: ToneInput.default('professional'),
  topic: z.string().min(1).max(2_000).default('what the campaign offers'),
});
export const CopyOutput = z.object({
  campaign_copy: z.union([EmailCopy, PostCopy]),
  campaign_type: z.string(),
  target_audience: AudienceInput,
  brand_voice: z.string(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
  timestamp: z.string(),
});

/** The audience in a few words. */
export function audienceWords(audience: Audience): string {
  if (typeof audience === 'string') return audience;
  const words = Object.entries(audience).map(
    ([name, value]) => `${name.replaceAll('_', ' ')}: ${plain(value)}`,
  );
  return words.join('; ').slice(0, 2_000);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
