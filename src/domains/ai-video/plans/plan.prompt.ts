import { definePrompt } from '#platform/ai/prompt/define-prompt';

interface Wanted {
  readonly platform: string;
  readonly seconds: number;
  readonly language: string;
  readonly colours: readonly string[];
  readonly punchy: boolean;
}

export const PLAN_VIDEO = definePrompt<Wanted>({
  name: 'ai-video.plan',
  version: 2,
  instructions: ({ platform, seconds, language, colours, punchy }) =>
    `You plan a ${punchy ? 'punchy video ad' : 'video'} of exactly ${seconds} seconds for ${platform}. Divide it into scenes of 2 to 4 ` +
    `seconds whose durations add up to ${seconds}. Of each scene give a detailed visual (subject, action, place, light), ` +
    'the shot (framing, angle, movement of the camera), text_overlay of at most 5 words or null, its duration in whole seconds, ' +
    'audio_cue or null, and narration: what a voice says meanwhile, at most 2 words for each second, or null. The narrations ' +
    'together are one script. The first scene stops the viewer. Close with final_cta, a call to action of at most 6 words. ' +
    `Words on the screen and the narration are in the language "${language}". Let the colours ${colours.join(' and ')} come up. ` +
    'Show no real persons and no brands of others; invent no facts, numbers or prices.',
});
