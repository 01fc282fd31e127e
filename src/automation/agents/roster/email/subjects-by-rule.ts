/** Three variants of a line without a model: with urgency, with the benefit, and in person. */
export function subjectsByRule(base: string): string[] {
  const [first = base] = base.split('\n');
  const line = first.trim().slice(0, 200);
  return [`Only for a short time: ${line}`, `What you gain: ${line}`, `A word for you: ${line}`];
}
