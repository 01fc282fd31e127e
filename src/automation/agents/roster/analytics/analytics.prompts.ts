import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const WORD_SIGNALS = definePrompt({
  name: 'analytics.insights',
  version: 1,
  instructions: () =>
    'You explain figures to a marketer. For each numbered signal give a short title, one or two sentences on what it says, and ' +
    'up to three things to do. Use only the numbers you are given; where you suppose a cause, say that you suppose it. Return ' +
    'each signal once, with its number.',
});

export const WRITE_REPORT = definePrompt({
  name: 'analytics.report',
  version: 1,
  instructions: () =>
    'You write the summary of a marketing report for people who decide. From the figures and insights given, and no other ' +
    'numbers, write two or three short paragraphs on what happened and what matters, and five to seven recommendations, the ' +
    'most useful first. A value of null was not measured: say so only where it matters, and do not guess it.',
});

export const EXPLAIN_FORECAST = definePrompt({
  name: 'analytics.forecast',
  version: 1,
  instructions: () =>
    'You comment on a straight line drawn on from daily figures. Name what the forecast hangs on and what to do about it, ' +
    'briefly. Use only the numbers you are given, and promise nothing.',
});
