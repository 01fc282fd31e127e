import { AlternativesPrompt, EnhancePrompt, VoiceAnalysisPrompt } from './voice.prompt.js';

describe('the prompts of the brand', () => {
  it.each([VoiceAnalysisPrompt, EnhancePrompt, AlternativesPrompt])(
    'stay as they are under one version: $promptVersion',
    ({ promptVersion, instructions }) => {
      expect(instructions({ guide: 'Brand: Acme' })).toMatchSnapshot(promptVersion);
    },
  );

  it('say so where the brand has laid down nothing', () => {
    expect(EnhancePrompt.instructions({ guide: '' })).toContain('The brand has laid down no rules');
  });
});
