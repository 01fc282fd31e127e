import { PLAN_VIDEO } from './plan.prompt.js';

describe('what a model is told for the plan of a video', () => {
  it('is what this version says', () => {
    const wanted = {
      platform: 'TikTok',
      seconds: 8,
      language: 'en',
      colours: ['#FF5722', '#FFC107'],
      punchy: false,
    };
    expect([PLAN_VIDEO.promptVersion, PLAN_VIDEO.instructions(wanted)]).toMatchInlineSnapshot(`
      [
        "ai-video.plan@2",
        "You plan a video of exactly 8 seconds for TikTok. Divide it into scenes of 2 to 4 seconds whose durations add up to 8. Of each scene give a detailed visual (subject, action, place, light), the shot (framing, angle, movement of the camera), text_overlay of at most 5 words or null, its duration in whole seconds, audio_cue or null, and narration: what a voice says meanwhile, at most 2 words for each second, or null. The narrations together are one script. The first scene stops the viewer. Close with final_cta, a call to action of at most 6 words. Words on the screen and the narration are in the language "en". Let the colours #FF5722 and #FFC107 come up. Show no real persons and no brands of others; invent no facts, numbers or prices.",
      ]
    `);
    expect(PLAN_VIDEO.instructions({ ...wanted, punchy: true })).toContain('a punchy video ad of exactly 8');
  });
});
