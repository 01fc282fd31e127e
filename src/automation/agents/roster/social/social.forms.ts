import { z } from 'zod';
import { POST_STATUSES } from '#domains/social/social-post.answers.dto';
import { AI_PROVIDERS } from '#platform/ai/ai-request';
import { findNetwork, NETWORK_IDS, networkNamed } from '#platform/channels/networks';
import { ProvenanceForm } from '../../provenance.form.js';
import { AudienceInput, ToneInput } from '../content/copy.forms.js';
import { SENTIMENTS } from './sentiment.js';

export const APPROACHES = ['educational', 'entertaining', 'promotional', 'behind_scenes'] as const;

const platform = z
  .string()
  .max(50)
  .refine((name) => findNetwork(name) !== undefined, { message: `must be one of ${NETWORK_IDS.join(', ')}` })
  .transform((name) => networkNamed(name).id);
const time = z.iso.datetime({ offset: true });
const content = z.string().trim().min(1).max(63_206);
const mediaUrls = z.array(z.url({ protocol: /^https?$/ }).max(2_000)).max(20);
const tags = z.array(z.string().min(1).max(100)).max(30);
const topic = z.string().trim().min(1).max(2_000);

/** A text to be told better, or what to write about: one of them. */
const written = { content: content.optional(), topic: topic.optional() };
const isOneOf = (input: { content?: string | undefined; topic?: string | undefined }): boolean =>
  (input.content === undefined) !== (input.topic === undefined);
const ONE_OF = { message: 'give either content or topic', path: ['content'] };

export const CreateInput = z
  .strictObject({
    platform,
    ...written,
    brand_voice: ToneInput.default('professional'),
    /** Without it, the content is kept as it is. */
    use_ai: z.boolean().default(true),
    hashtags: tags.default([]),
    media_urls: mediaUrls.default([]),
    scheduled_time: time.optional(),
    campaign_id: z.uuid().optional(),
  })
  .refine(isOneOf, ONE_OF)
  .refine(({ use_ai, content: given }) => use_ai || given !== undefined, {
    message: 'is needed when use_ai is false',
    path: ['content'],
  });

const KeptPost = z.object({
  post_id: z.string(),
  platform: z.string(),
  content: z.string(),
  hashtags: z.array(z.string()),
  status: z.enum(POST_STATUSES),
  scheduled_time: z.string().nullable(),
  campaign_id: z.string().nullable(),
});
export const CreateOutput = KeptPost.extend({ ai: z.boolean(), provenance: ProvenanceForm });

export const ScheduleInput = z.strictObject({ post_id: z.uuid(), scheduled_time: time });
export const ScheduleOutput = KeptPost;

export const BulkScheduleInput = z.strictObject({
  posts: z
    .array(ScheduleInput)
    .min(1)
    .max(50)
    .refine((posts) => new Set(posts.map(({ post_id }) => post_id.toLowerCase())).size === posts.length, {
      message: 'name each post once',
    }),
});
export const BulkScheduleOutput = z.object({ scheduled_count: z.number(), posts: z.array(KeptPost) });

export const PostsInput = z.strictObject({
  platform: platform.optional(),
  status: z.enum(POST_STATUSES).optional(),
  limit: z.int().min(1).max(50).default(50),
});
export const PostsOutput = z.object({ posts: z.array(KeptPost), count: z.number() });

export const PublishInput = z.strictObject({ post_id: z.uuid() });
export const PublishOutput = KeptPost;

const Prediction = z.object({
  engagement_score: z.number(),
  predicted_likes: z.number(),
  predicted_comments: z.number(),
  predicted_shares: z.number(),
  viral_potential: z.number(),
  confidence: z.number(),
  estimated: z.literal(true),
});
export const PoweredInput = z
  .strictObject({
    platform,
    ...written,
    /** Taken into account once a source of trends is configured; `trend_integration` tells. */
    use_trends: z.boolean().default(true),
    brand_keywords: z.array(z.string().min(1).max(100)).max(20).default([]),
    target_audience: AudienceInput.default('general'),
    tone: ToneInput.default('professional'),
    ai_provider: z.enum(AI_PROVIDERS).optional(),
    generate_image: z
      .literal(false, { error: 'no picture is made with a post: suggested_image says what it could show' })
      .default(false),
    scheduled_time: time.optional(),
    campaign_id: z.uuid().optional(),
  })
  .refine(isOneOf, ONE_OF);
export const PoweredOutput = z.object({
  post: KeptPost.extend({ suggested_image: z.string(), engagement_hooks: z.array(z.string()) }),
  ai_insights: z.object({
    content_optimizations: z.array(z.string()),
    platform_suggestions: z.object({
      best_times: z.array(z.string()),
      frequency: z.string(),
      hashtags: z.object({ min: z.number(), max: z.number() }),
      needs_media: z.array(z.string()),
      guidance: z.string(),
      estimated: z.literal(true),
    }),
    performance_prediction: Prediction,
    /** What of the trends of the day was used; null while no source of trends is configured. */
    trend_integration: z.null(),
  }),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const BulkInput = z.strictObject({
  topic,
  platforms: z
    .array(platform)
    .min(1)
    .max(NETWORK_IDS.length)
    .refine((ids) => new Set(ids).size === ids.length, { message: 'name each network once' })
    .default(['instagram', 'twitter', 'linkedin']),
  count_per_platform: z.int().min(1).max(5).default(2),
  target_audience: AudienceInput.default('general'),
  brand_voice: ToneInput.default('professional'),
});
const Piece = z.object({
  content: z.string(),
  approach: z.enum(APPROACHES),
  hashtags: z.array(z.string()),
  ai: z.boolean(),
  /** The provider that wrote last in this run; `offline` for what no model wrote. */
  ai_provider: z.string(),
  optimizations: z.array(z.string()),
  performance_prediction: Prediction,
});
export const BulkOutput = z.object({
  generated_content: z.partialRecord(z.enum(NETWORK_IDS), z.array(Piece)),
  total_pieces: z.number(),
  /** When it was done. */
  generation_time: z.string(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const RespondInput = z.strictObject({
  message: z.string().trim().min(1).max(5_000),
  platform,
  /** Judged by the words of the message when left out. */
  sentiment: z.enum(SENTIMENTS).optional(),
});
/** What a model replies, before it is held to the network. */
export const Reply = z.object({ reply: z.string().min(1).max(10_000) });
export const RespondOutput = z.object({
  reply: z.string(),
  platform: z.string(),
  sentiment: z.enum(SENTIMENTS),
  /** Whether the sentiment was judged and not given. */
  estimated: z.boolean(),
  length: z.number(),
  limit: z.number(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});

export const AnalyticsInput = z.strictObject({ days: z.int().min(1).max(365).default(30) });
const Totals = { total_engagement: z.number(), total_impressions: z.number(), engagement_rate: z.number() };
export const AnalyticsOutput = z.object({
  analytics: z.partialRecord(
    z.string(),
    z.object({
      posts_count: z.number(),
      total_likes: z.number(),
      total_comments: z.number(),
      total_shares: z.number(),
      total_clicks: z.number(),
      total_reach: z.number(),
      ...Totals,
      average_likes: z.number(),
      average_comments: z.number(),
      average_shares: z.number(),
      average_engagement: z.number(),
    }),
  ),
  summary: z.object({ total_posts: z.number(), platforms: z.number(), ...Totals }),
  period: z.object({ days: z.number(), since: z.string(), until: z.string() }),
});

export const RecommendationsInput = z.strictObject({});
export const RecommendationsOutput = z.object({
  recommendations: z.array(
    z.object({
      type: z.enum(['posting_frequency', 'ai_diversity', 'platform_expansion']),
      priority: z.enum(['medium', 'low']),
      message: z.string(),
    }),
  ),
});

export const ValidateInput = z.strictObject({
  content: z.string().max(100_000),
  platform,
  hashtags: tags.default([]),
  media_urls: mediaUrls.default([]),
});
export const ValidateOutput = z.object({
  valid: z.boolean(),
  length: z.number(),
  limit: z.number(),
  warnings: z.array(z.string()),
  errors: z.array(z.string()),
  suggestions: z.array(z.string()),
});
