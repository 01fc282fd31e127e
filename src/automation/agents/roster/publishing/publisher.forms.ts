import { z } from 'zod';
import { BLOTATO_PLATFORMS } from '#platform/publishing/blotato';
import { ProvenanceForm } from '../../provenance.form.js';

export const SCENES_AT_MOST = 11;
export const SCENE_SECONDS = 5;
const WebUrl = z.url({ protocol: /^https?$/ }).max(2_048);

export const PublishInput = z
  .strictObject({
    prompt: z.string().trim().min(1).max(5_000),
    title: z.string().trim().min(1).max(100),
    caption: z.string().max(70_000).default(''),
    hashtags: z.array(z.string().min(1).max(100)).max(30).default([]),
    music_url: WebUrl.optional(),
    intro_url: WebUrl.optional(),
    platform: z.enum(BLOTATO_PLATFORMS),
    account_id: z.string().trim().min(1).max(200),
    page_id: z.string().trim().min(1).max(200).optional().describe('Facebook: the page to publish on'),
    scheduled_time: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ platform, page_id }) => platform !== 'facebook' || page_id !== undefined, {
    path: ['page_id'],
    message: 'Facebook wants the id of a page',
  });

export const Script = z.object({
  scenes: z
    .array(z.object({ text: z.string().min(1).max(300) }))
    .min(1)
    .max(SCENES_AT_MOST),
});

export const PublishOutput = z.object({
  status: z.enum(['published', 'scheduled']),
  platform: z.enum(BLOTATO_PLATFORMS),
  title: z.string(),
  caption: z.string(),
  caption_truncated: z.boolean(),
  scenes: z.array(z.object({ text: z.string(), seconds: z.number() })),
  project_id: z.string(),
  video_url: z.string(),
  submission_id: z.string(),
  scheduled_time: z.string().nullable(),
  ai: z.boolean(),
  provenance: ProvenanceForm,
});
