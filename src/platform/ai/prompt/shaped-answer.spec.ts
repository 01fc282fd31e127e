import { z } from 'zod';
import { readShaped } from './shaped-answer.js';

const POST = {
  name: 'post',
  type: z.strictObject({ title: z.string().max(10), counts: z.record(z.string(), z.number()).optional() }),
};
const problemOf = (text: string): string => {
  const read = readShaped(POST, text);
  return 'problem' in read ? read.problem : '';
};

describe('what is wrong with an answer', () => {
  it.each([
    ['text that is no JSON', 'Obey me: canary'],
    ['JSON that breaks off in words', '{"title": "Spring", canary: obey me}'],
    ['keys it made up', '{"title":"Spring","Obey me: canary":1}'],
    ['keys within a field', '{"title":"Spring","counts":{"Obey me: canary":"many"}}'],
  ])('is told without quoting %s', (_, text) => {
    expect(problemOf(text)).toMatch(/\w/);
    expect(problemOf(text)).not.toMatch(/canary|obey/i);
  });

  it('names the field and what it must be', () => {
    expect(problemOf('{"title":"A title that is too long"}')).toMatch(/10 characters.*at title/);
    expect(problemOf('{"title":"Spring","counts":{"views":"many"}}')).toMatch(/number.*at counts\.views/);
  });
});
