import { REPLY } from './social.prompts.js';

describe('what a model is told for networks, version by version', () => {
  it('for a reply to somebody who is not pleased', () => {
    expect([
      REPLY.promptVersion,
      REPLY.instructions({ network: 'LinkedIn', limit: 300, sentiment: 'negative', brand: '' }),
    ]).toMatchInlineSnapshot(`
      [
        "social.reply@1",
        "You write a company's public reply to one message on LinkedIn: at most 300 characters, in the language of the message, no hashtags, no links. They are not pleased: show that you understand, apologise for how they feel without admitting fault, offer to go on in private. Promise nothing, offer no refund or discount, invent no facts.",
      ]
    `);
  });

  it('for a reply in the voice of a brand', () => {
    expect([
      REPLY.promptVersion,
      REPLY.instructions({
        network: 'LinkedIn',
        limit: 300,
        sentiment: 'positive',
        brand: 'Warm and plain.',
      }),
    ]).toMatchInlineSnapshot(`
      [
        "social.reply@1",
        "You write a company's public reply to one message on LinkedIn: at most 300 characters, in the language of the message, no hashtags, no links. They are pleased: thank them warmly and briefly. Promise nothing, offer no refund or discount, invent no facts.

      Keep to the brand:
      Warm and plain.",
      ]
    `);
  });
});
