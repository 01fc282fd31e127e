import { WRITE_VIDEO_SCRIPT } from './publisher.prompts.js';

describe('what a model is told for videos, version by version', () => {
  it('for the script of a video', () => {
    expect([
      WRITE_VIDEO_SCRIPT.promptVersion,
      WRITE_VIDEO_SCRIPT.instructions({
        network: 'TikTok',
        scenes: 6,
        seconds: 5,
        brand: 'Never say "deal".',
      }),
    ]).toMatchInlineSnapshot(`
      [
        "publishing.script@2",
        "You write the script of a short video for TikTok: at most 6 scenes of 5 seconds each. Of each scene give the text on the screen, at most twenty words that can be read in that time. The first scene stops the viewer, the last says what to do. Keep to what the brief says; invent no facts, numbers or names.

      Keep to the brand:
      Never say "deal".",
      ]
    `);
  });
});
