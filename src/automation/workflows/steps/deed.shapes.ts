import { z } from 'zod';
import { isMailAddress } from '#kernel/address';
import { VIDEO_PLATFORMS } from '#domains/ai-video/scene.dto';
import { LEAD_STATUSES } from '#domains/leads/lead.dto';
import { after, Line, Name, Prose, SHORTEST_PAUSE_MS, Span, spanMs, stepShape } from './step-shape.js';

const areUnique = (ids: readonly string[]) => new Set(ids).size === ids.length;
const Address = z.string().max(254).refine(isMailAddress, 'must be a mail address');

export const SendMailConfig = z
  .strictObject({
    subject: Line(500).optional(),
    html: Prose(200_000).optional(),
    text: Prose(200_000).optional(),
    template_id: z.string().max(100).optional(),
    template_version: z.int().min(1).optional(),
    /** Asked for by the recipient: no frequency cap. */
    transactional: z.boolean().default(false),
    /** Ids of files that go with it; those of the template when left out. */
    attachments: z
      .array(z.uuid().toLowerCase())
      .max(10)
      .refine(areUnique, 'must name each file once')
      .optional(),
    /** Somebody else than the lead. */
    to: Address.optional(),
    /** As those of a campaign: frequency cap, quiet hours, throttle, topic. What is wrong in them, their own reader says. */
    settings: z.record(z.string(), z.unknown()).optional(),
    /** The address of an identity, from which it is sent; the sender of the platform when left out. */
    from_email: Address.optional(),
  })
  .refine(
    ({ subject, html, text, template_id }) => template_id !== undefined || (subject && (html || text)),
    'must have a template_id, or a subject and html or text',
  );
export type SendMailConfig = z.infer<typeof SendMailConfig>;

export const PostConfig = z
  .strictObject({
    platform: Line(50),
    content: Prose(63_206).optional(),
    /** The step whose text is posted. */
    content_from: Name.optional(),
    hashtags: z.array(Line(100)).max(30).optional(),
    /** When it is to appear; without it the post is a draft. */
    in: Span.optional(),
  })
  .refine(
    ({ content, content_from }) => !content !== !content_from,
    'must have either content or content_from',
  );
export type PostConfig = z.infer<typeof PostConfig>;

const CustomFields = z
  .record(z.string().min(1).max(64), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]))
  .refine((fields) => Object.keys(fields).length <= 50, 'must be at most 50 fields');

const UpdateLeadConfig = z
  .strictObject({
    status: z.enum(LEAD_STATUSES).optional(),
    company: Line(200).optional(),
    job_title: Line(200).optional(),
    industry: Line(200).optional(),
    notes: Prose(10_000).optional(),
    custom_fields: CustomFields.optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'must name a field');
type UpdateLeadConfig = z.infer<typeof UpdateLeadConfig>;

export const TagConfig = z.strictObject({ tags: z.array(Line(100)).min(1).max(20) });
export type TagConfig = z.infer<typeof TagConfig>;

export const ScoreConfig = z
  .strictObject({ by: z.int().min(-100).max(100).optional(), to: z.int().min(0).max(100).optional() })
  .refine(({ by, to }) => (by === undefined) !== (to === undefined), 'must have either by or to');
export type ScoreConfig = z.infer<typeof ScoreConfig>;

export const KeepContentConfig = z.strictObject({
  title: Line(300),
  /** The key of the instance's input that holds another title. */
  title_key: Line(64).optional(),
  /** The step whose text is kept. */
  text_from: Name,
  content_type: Line(50).default('blog'),
});
export type KeepContentConfig = z.infer<typeof KeepContentConfig>;

const AI_FIELDS = [
  'first_name',
  'last_name',
  'company',
  'job_title',
  'industry',
  'company_size',
  'country',
  'status',
  'tags',
  'lead_score',
  'notes',
  'custom_fields',
] as const;

export const AiConfig = z.strictObject({
  /** What the model is to do, in the owner's words. */
  instructions: Prose(8_000).min(1),
  /** What it is shown of the lead. */
  lead_fields: z.array(z.enum(AI_FIELDS)).max(AI_FIELDS.length).default([]),
  /** Keys of the instance's input that it is shown. */
  input_keys: z.array(Line(64)).max(20).default([]),
  /** Steps whose texts it is shown. */
  texts_from: z.array(Name).max(10).default([]),
  /** The answer must be one of these. */
  choices: z.array(Line(100)).min(2).max(20).optional(),
  max_tokens: z.int().min(1).max(4_000).default(1_000),
  /** A custom field of the lead that takes the answer. */
  save_to: Line(64).optional(),
  /** What is answered while no model is configured; without it the step fails. */
  fallback: Prose(4_000).optional(),
});
export type AiConfig = z.infer<typeof AiConfig>;

export const AgentConfig = z.strictObject({
  agent: Line(64),
  task: Line(64),
  input: z.record(z.string(), z.unknown()).default({}),
  /** The field of the task's input that takes the id of the lead, or a list of it. */
  lead_id_as: z.enum(['lead_id', 'lead_ids']).optional(),
  max_cost_usd: z.number().positive().max(100).optional(),
});
export type AgentConfig = z.infer<typeof AgentConfig>;

export const WebhookConfig = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_048),
  headers: z.record(z.string().regex(/^[\w-]{1,64}$/), z.string().max(1_000)).default({}),
  /** What is sent beside the instance and its lead. */
  data: z.record(z.string(), z.unknown()).default({}),
  /** What is sent of the lead: all of it, or its id alone. */
  lead: z.enum(['whole', 'id']).default('whole'),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const ApprovalConfig = z
  .strictObject({
    title: Line(200),
    says: Prose(4_000).optional(),
    timeout: Span,
    remind_after: Span.optional(),
    escalate_after: Span.optional(),
    notify: z.array(Address).max(10).default([]),
    escalate_to: z.array(Address).max(10).default([]),
  })
  .refine(
    ({ timeout, remind_after, escalate_after }) =>
      [remind_after, escalate_after].every((span) => !span || spanMs(span) < spanMs(timeout)),
    'must remind and escalate before it times out',
  );
export type ApprovalConfig = z.infer<typeof ApprovalConfig>;

export const SubFlowConfig = z.strictObject({
  workflow_id: z.string().regex(/^[\w-]{1,64}$/),
  /** Whether to wait until it has ended. */
  wait: z.boolean().default(true),
});
export type SubFlowConfig = z.infer<typeof SubFlowConfig>;

const VideoConfig = z.strictObject({
  plan_from: Name.optional(),
  seconds: z.int().min(8).max(120).default(8),
  platform: z.enum(VIDEO_PLATFORMS).default('YouTubeShort'),
  fast: z.boolean().default(true),
});
export type VideoConfig = z.infer<typeof VideoConfig>;

export const DEED_SHAPES = {
  send_mail: stepShape<SendMailConfig>({
    config: SendMailConfig,
    rehearse: (mail, { lead }) => ({
      exit: 'next',
      would: {
        send_mail: { ...mail, html: undefined, text: undefined, to: mail.to ?? lead['email'] ?? null },
      },
    }),
  }),
  post: stepShape<PostConfig>({
    config: PostConfig,
    rehearse: ({ platform, content, content_from, in: span }, { now }) => ({
      exit: 'next',
      would: {
        post: { platform, content, content_from, at: span ? after(now, span).toISOString() : null },
      },
    }),
  }),
  update_lead: stepShape<UpdateLeadConfig>({
    config: UpdateLeadConfig,
    rehearse: (config) => ({ exit: 'next', would: { update_lead: config } }),
  }),
  add_tag: stepShape<TagConfig>({
    config: TagConfig,
    rehearse: ({ tags }) => ({ exit: 'next', would: { add_tags: tags } }),
  }),
  remove_tag: stepShape<TagConfig>({
    config: TagConfig,
    rehearse: ({ tags }) => ({ exit: 'next', would: { remove_tags: tags } }),
  }),
  score: stepShape<ScoreConfig>({
    config: ScoreConfig,
    rehearse: (config) => ({ exit: 'next', would: { score: config } }),
  }),
  keep_content: stepShape<KeepContentConfig>({
    config: KeepContentConfig,
    rehearse: ({ title }) => ({ exit: 'next', would: { keep_content: { title } } }),
  }),
  ai: stepShape<AiConfig>({
    config: AiConfig,
    outside: true,
    exits: ({ choices }) => choices ?? ['next'],
    rehearse: ({ instructions, choices }) => ({ exit: choices?.[0] ?? 'next', would: { ask: instructions } }),
  }),
  agent_task: stepShape<AgentConfig>({
    config: AgentConfig,
    rehearse: ({ agent, task }) => ({ exit: 'next', would: { agent_task: { agent, task } } }),
  }),
  webhook: stepShape<WebhookConfig>({
    config: WebhookConfig,
    outside: true,
    rehearse: ({ url, data }) => ({ exit: 'next', would: { call: { url, data } } }),
  }),
  approval: stepShape<ApprovalConfig>({
    config: ApprovalConfig,
    exits: () => ['approved', 'rejected', 'timed_out'],
    pauses: ({ timeout }) => spanMs(timeout) >= SHORTEST_PAUSE_MS,
    rehearse: ({ title, notify, timeout }, { now }) => ({
      exit: 'approved',
      until: after(now, timeout),
      would: { ask_for_approval: { title, notify } },
    }),
  }),
  sub_flow: stepShape<SubFlowConfig>({
    config: SubFlowConfig,
    exits: ({ wait }) => (wait ? ['done', 'failed'] : ['done']),
    rehearse: ({ workflow_id }) => ({ exit: 'done', would: { run: workflow_id } }),
  }),
  video: stepShape<VideoConfig>({
    config: VideoConfig,
    rehearse: ({ seconds, platform }) => ({ exit: 'next', would: { video: { seconds, platform } } }),
  }),
};
