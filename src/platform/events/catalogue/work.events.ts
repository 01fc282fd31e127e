import { z } from 'zod';
import { eventType } from '../event-type.js';
import { id, idOrNull, instantOrNull, text, textOrNull } from './fields.js';

const post = z.object({
  post_id: id,
  platform: text,
  content: text,
  campaign_id: idOrNull,
  status: text,
  scheduled_time: instantOrNull,
  network_post_id: textOrNull,
  post_url: textOrNull,
  /** Why it could not be published. */
  error: textOrNull,
  posted_at: instantOrNull,
});
const postExample = {
  post_id: '0198c0de-5eed-7000-8000-000000000005',
  platform: 'linkedin',
  content: 'Our spring sale has begun.',
  campaign_id: null,
  status: 'published',
  scheduled_time: '2026-12-01T09:00:00.000Z',
  network_post_id: 'urn:li:share:1',
  post_url: 'https://www.linkedin.com/feed/update/urn:li:share:1',
  error: null,
  posted_at: '2026-12-01T09:00:00.000Z',
};
const unpublished = (status: string, error: string | null = null) => ({
  ...postExample,
  status,
  error,
  network_post_id: null,
  post_url: null,
  posted_at: null,
});

const proposal = z.object({
  proposal_id: id,
  client_name: text,
  status: text,
  value: z.number().nullable(),
  currency: text,
  version: z.int(),
});
const proposalExample = (status: string) => ({
  proposal_id: '0198c0de-5eed-7000-8000-000000000006',
  client_name: 'Analytical Engines',
  status,
  value: 12_000,
  currency: 'EUR',
  version: 3,
});

const VIDEO = {
  project_id: id,
  campaign_id: idOrNull,
  goal: text,
  platform: text,
  cost_usd: z.number(),
  auto_generated: z.boolean(),
};
const VIDEO_EXAMPLE = {
  project_id: '0198c0de-5eed-7000-8000-000000000008',
  campaign_id: null,
  goal: 'Get bakers to try our flour',
  platform: 'TikTok',
  cost_usd: 0.96,
  auto_generated: false,
};

/** What comes of content, posts, videos and proposals. */
export const WORK_EVENTS = {
  'content.generated': eventType(
    'A model has written a piece for the library.',
    z.object({
      content_id: z.int(),
      generated_content_id: text,
      title: text,
      content_type: textOrNull,
      campaign_id: idOrNull,
    }),
    {
      content_id: 42,
      generated_content_id: '0198c0de-5eed-7000-8000-000000000007',
      title: 'Five ways to a tidier garden',
      content_type: 'blog_post',
      campaign_id: null,
    },
  ),
  'social.posted': eventType('A post was published by its network.', post, postExample),
  'video.completed': eventType(
    'A video is there, however it was asked for.',
    z.object({ ...VIDEO, video_url: text, completed_at: instantOrNull }),
    {
      ...VIDEO_EXAMPLE,
      video_url: 'https://api.example.com/ai-video/files/token',
      completed_at: '2026-12-01T09:05:00.000Z',
    },
  ),
  'video.failed': eventType(
    'A video was not made, or was cancelled; the cause is for machines, the reason for people.',
    z.object({ ...VIDEO, cause: text, reason: text }),
    { ...VIDEO_EXAMPLE, cost_usd: 0, cause: 'refused', reason: 'It shows a real person.' },
  ),
  'social.failed': eventType(
    'A post could not be published.',
    post,
    unpublished('failed', 'LinkedIn does not take the key or token: connect it again.'),
  ),
  'social.unknown': eventType(
    'Whether a post was published cannot be known: its network has to be looked at.',
    post,
    unpublished('unknown', 'Whether LinkedIn published the post is unknown: its answer was lost.'),
  ),
  'social.created': eventType('A post was written.', post, unpublished('scheduled')),
  'social.updated': eventType(
    'What a post says, or when it is to go out, was changed.',
    post,
    unpublished('scheduled'),
  ),
  'social.deleted': eventType('A post was removed here.', post, unpublished('deleted')),
  'proposal.sent': eventType('A proposal went to its client.', proposal, proposalExample('sent')),
  'proposal.accepted': eventType('A client has accepted a proposal.', proposal, proposalExample('accepted')),
  'proposal.rejected': eventType(
    'A client has turned a proposal down.',
    proposal,
    proposalExample('rejected'),
  ),
};
