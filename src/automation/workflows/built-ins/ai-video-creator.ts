import { DEFAULT_SETTINGS, FORMAT } from '../definitions/definition.js';
import type { BuiltIn } from './built-in.js';

export const AI_VIDEO_CREATOR: BuiltIn = {
  id: 'ai_video_creator',
  name: 'AI Video Creator',
  description:
    'Plans a short video for an idea, keeps the plan in the content library, and has the video made.',
  version: 1,
  definition: {
    format: FORMAT,
    settings: { ...DEFAULT_SETTINGS, re_entry: 'always' },
    steps: [
      { id: 'idea', type: 'trigger', title: 'An idea', config: { on: 'manual' }, next: { next: 'plan' } },
      {
        id: 'plan',
        type: 'ai',
        title: 'Plan',
        config: {
          instructions:
            'Plan a vertical video of 8 seconds for the idea. Scenes of 2 to 4 seconds whose durations sum to 8; for each a ' +
            'detailed visual and a text overlay of at most 5 words; at the end a call to action. One scene a line, as ' +
            '"Scene 1: visual (3s). Overlay: words.", then "Call to action: words.".',
          lead_fields: [],
          input_keys: ['title', 'description', 'tags'],
          texts_from: [],
          max_tokens: 1_000,
        },
        next: { next: 'keep' },
      },
      {
        id: 'keep',
        type: 'keep_content',
        title: 'Keep the plan',
        config: {
          title: 'Plan of a video',
          title_key: 'title',
          text_from: 'plan',
          content_type: 'video_script',
        },
        next: { next: 'video' },
      },
      {
        id: 'video',
        type: 'video',
        title: 'Make the video',
        config: { plan_from: 'plan', seconds: 8, platform: 'YouTubeShort', fast: true },
        next: { next: null },
      },
    ],
  },
};
