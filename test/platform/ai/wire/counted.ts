/** What every scripted answer has used, in our words; each company counts it in its own. */
export const COUNTED = { input: 120, cachedInput: 20, output: 30 };
