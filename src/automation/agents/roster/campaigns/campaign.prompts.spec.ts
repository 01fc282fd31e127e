import { OPTIMISE_CAMPAIGN, VARY_CAMPAIGN } from './campaign.prompts.js';

describe('what a model is told for campaigns, version by version', () => {
  it('for better copy for a campaign', () => {
    expect([OPTIMISE_CAMPAIGN.promptVersion, OPTIMISE_CAMPAIGN.instructions({ brand: '' })])
      .toMatchInlineSnapshot(`
      [
        "campaigns.optimise@1",
        "You improve the copy of one campaign. Keep what it promises, invent no facts, prices or dates. Give a better subject line, better content, two or three variants to test against each other, your estimate of open and click rates as ranges in per cent, and three recommendations.",
      ]
    `);
  });

  it('for variants in the voice of a brand', () => {
    expect([VARY_CAMPAIGN.promptVersion, VARY_CAMPAIGN.instructions({ brand: 'Warm and plain.' })])
      .toMatchInlineSnapshot(`
      [
        "campaigns.variants@2",
        "You write variants of the named element of one campaign for an A/B test. Each tries one other idea (urgency, curiosity, benefit, feature, personal tone), says the same thing and is about as long. Say in a few words what each tries, and which you expect to win and why.

      Warm and plain.",
      ]
    `);
  });
});
