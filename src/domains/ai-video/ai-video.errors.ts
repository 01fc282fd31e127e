import { defineError } from '#kernel/errors';

/** The sentences are those that clients of old show. */
export const VideoKeyMissing = defineError(
  'ai-video/key-missing',
  'unavailable',
  () => 'Please add your Gemini API key in Settings to use AI video generation',
);
export const ImageKeyMissing = defineError(
  'ai-video/image-key-missing',
  'unavailable',
  () => 'Gemini API key required: store one in Settings, or set GOOGLE_API_KEY or OPENAI_API_KEY.',
);
export const VideoProjectNotFound = defineError(
  'ai-video/project-not-found',
  'not-found',
  () => 'Project not found',
);
export const VideoUnderWay = defineError(
  'ai-video/under-way',
  'conflict',
  () => 'The video of this project is being made. Please wait until it is done.',
);
export const ImagesUnderWay = defineError(
  'ai-video/images-under-way',
  'conflict',
  () => 'Images of this project are being made. Please wait until they are done.',
);
export const VideoNotUnderWay = defineError(
  'ai-video/not-under-way',
  'conflict',
  () => 'No video of this project is being made.',
);
export const VideoNotPossible = defineError('ai-video/not-possible', 'invalid', (why: string) => why);
export const VideoModelUnable = defineError(
  'ai-video/model-unable',
  'invalid',
  (model: string, what: string) => `The model ${model} does not take ${what}.`,
);
export const OverCost = defineError(
  'ai-video/over-cost',
  'invalid',
  (estimate: number, most: number) =>
    `The video may cost ${estimate.toFixed(2)} US dollars, which is more than max_cost_usd (${most.toFixed(2)}).`,
);
export const PlanUnfit = defineError('ai-video/plan-unfit', 'invalid', (why: string) => why);
export const DailyVideosSpent = defineError(
  'ai-video/daily-limit',
  'too-many',
  (limit: number) => `You have started ${limit} videos within 24 hours, which is as many as there may be.`,
);
export const FirstFrameUnfit = defineError(
  'ai-video/first-frame-unfit',
  'invalid',
  (field: string, why: string) => `${field}: ${why}`,
);
export const FilmFileUnknown = defineError(
  'ai-video/file-unknown',
  'not-found',
  () => 'There is no file behind this link.',
);
export const NotYourVideos = defineError(
  'ai-video/not-yours',
  'forbidden',
  () => 'Videos are made for your own account only: user_id must be yours.',
);
