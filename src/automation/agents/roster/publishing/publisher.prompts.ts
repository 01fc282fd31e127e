import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const WRITE_VIDEO_SCRIPT = definePrompt<{
  network: string;
  scenes: number;
  seconds: number;
  brand: string;
}>({
  name: 'publishing.script',
  version: 2,
  instructions: ({ network, scenes, seconds, brand }) =>
    `You write the script of a short video for ${network}: at most ${scenes} scenes of ${seconds} seconds each. Of each scene ` +
    'give the text on the screen, at most twenty words that can be read in that time. The first scene stops the viewer, the ' +
    'last says what to do. Keep to what the brief says; invent no facts, numbers or names.' +
    (brand === '' ? '' : `\n\nKeep to the brand:\n${brand}`),
});
