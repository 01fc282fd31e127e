import { VARY_SUBJECT } from './email.prompts.js';

describe('what a model is told for mail, version by version', () => {
  it('for variants of a subject line', () => {
    expect([VARY_SUBJECT.promptVersion, VARY_SUBJECT.instructions({ brand: '' })]).toMatchInlineSnapshot(`
      [
        "email.variants@1",
        "You write three variants of one subject line or call to action for an A/B test: one with urgency or curiosity, one with the benefit or the feature, one in a personal or professional tone. Each says what the original says, promises nothing new and is about as long.",
      ]
    `);
  });

  it('for variants in the voice of a brand', () => {
    expect([VARY_SUBJECT.promptVersion, VARY_SUBJECT.instructions({ brand: 'Warm and plain.' })])
      .toMatchInlineSnapshot(`
      [
        "email.variants@1",
        "You write three variants of one subject line or call to action for an A/B test: one with urgency or curiosity, one with the benefit or the feature, one in a personal or professional tone. Each says what the original says, promises nothing new and is about as long.

      Keep to the brand:
      Warm and plain.",
      ]
    `);
  });
});
