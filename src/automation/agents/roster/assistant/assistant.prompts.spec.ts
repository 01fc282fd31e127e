import { ANSWER_FROM_FACTS, ANSWER_QUESTION, DAILY_FOCUS, EXPLAIN_SCORES } from './assistant.prompts.js';

describe('what a model is told as an assistant, version by version', () => {
  it('for what matters today', () => {
    expect([DAILY_FOCUS.promptVersion, DAILY_FOCUS.instructions({ date: '2026-11-28', passages: false })])
      .toMatchInlineSnapshot(`
      [
        "assistant.daily-focus@1",
        "You are the assistant of a small marketing team. It is 2026-11-28. From the facts about their campaigns and leads, and from what they ask, say what matters today: a summary of two or three sentences, what it means for the business, and three to five actions, the most important first, each concrete enough to be done today. Use only the facts you are given; where they are few, say what to set up first.",
      ]
    `);
  });

  it('for an answer from documents', () => {
    expect([
      ANSWER_QUESTION.promptVersion,
      ANSWER_QUESTION.instructions({ date: '2026-11-28', passages: true }),
    ]).toMatchInlineSnapshot(`
      [
        "assistant.question@1",
        "You are the assistant of a small marketing team. It is 2026-11-28. Answer their question from their own data: look up what you need with the tools you have, at most a few times, then answer in plain sentences and end with up to four recommended actions, each in a line of its own that begins with "- ". Say so when the data does not hold the answer; never make numbers up.

      Numbered passages of documents follow. Lean on them where they answer the question and put the number of the passage behind each statement taken from it, as [1]. Use no number that was not given. When they do not hold the answer, say so.",
      ]
    `);
  });

  it('for an answer from facts alone', () => {
    expect([
      ANSWER_FROM_FACTS.promptVersion,
      ANSWER_FROM_FACTS.instructions({ date: '2026-11-28', passages: false }),
    ]).toMatchInlineSnapshot(`
      [
        "assistant.question-from-facts@1",
        "You are the assistant of a small marketing team. It is 2026-11-28. Answer their question from the facts you are given about their campaigns and leads, in plain sentences, and end with up to four recommended actions, each in a line of its own that begins with "- ". Say so when the facts do not hold the answer; never make numbers up.",
      ]
    `);
  });

  it('for scores in words', () => {
    expect([EXPLAIN_SCORES.promptVersion, EXPLAIN_SCORES.instructions()]).toMatchInlineSnapshot(`
      [
        "assistant.performance@1",
        "You explain to a marketer, in a few plain sentences, how campaigns do. Their scores run from 0 to 100 against what is usual; null means that nothing was measured. Use only the numbers you are given.",
      ]
    `);
  });
});
