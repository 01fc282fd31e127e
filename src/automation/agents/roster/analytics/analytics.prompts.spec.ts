import { WORD_SIGNALS, WRITE_REPORT, EXPLAIN_FORECAST } from './analytics.prompts.js';

describe('what a model is told about figures, version by version', () => {
  it('for words for signals', () => {
    expect([WORD_SIGNALS.promptVersion, WORD_SIGNALS.instructions()]).toMatchInlineSnapshot(`
      [
        "analytics.insights@1",
        "You explain figures to a marketer. For each numbered signal give a short title, one or two sentences on what it says, and up to three things to do. Use only the numbers you are given; where you suppose a cause, say that you suppose it. Return each signal once, with its number.",
      ]
    `);
  });

  it('for a report', () => {
    expect([WRITE_REPORT.promptVersion, WRITE_REPORT.instructions()]).toMatchInlineSnapshot(`
      [
        "analytics.report@1",
        "You write the summary of a marketing report for people who decide. From the figures and insights given, and no other numbers, write two or three short paragraphs on what happened and what matters, and five to seven recommendations, the most useful first. A value of null was not measured: say so only where it matters, and do not guess it.",
      ]
    `);
  });

  it('for words for a forecast', () => {
    expect([EXPLAIN_FORECAST.promptVersion, EXPLAIN_FORECAST.instructions()]).toMatchInlineSnapshot(`
      [
        "analytics.forecast@1",
        "You comment on a straight line drawn on from daily figures. Name what the forecast hangs on and what to do about it, briefly. Use only the numbers you are given, and promise nothing.",
      ]
    `);
  });
});
