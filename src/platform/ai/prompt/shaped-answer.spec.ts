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

describe('a code fence around an answer', () => {
  const post = '{"title":"Spring"}';

  it.each([
    ['with its language', `\`\`\`json\n${post}\n\`\`\``],
    ['without', `\`\`\`\n${post}\n\`\`\``],
    ['in capitals, with lines of Windows', `\`\`\`JSON \r\n${post}\r\n\`\`\`\r\n`],
    ['between empty lines', `\n \`\`\`json\n\n\n  ${post}\n\n \`\`\`\n\n`],
    ['that closes on the line of the answer', `\`\`\`json\n${post}\`\`\``],
    ['that is none', `\n${post}\n`],
  ])('is taken off: one %s', (_, text) => {
    expect(readShaped(POST, text)).toEqual({ value: { title: 'Spring' } });
  });

  it.each([
    ['does not close', `\`\`\`json\n${post}`],
    ['is all there is', '```\n'],
    ['holds nothing', '```json\n```'],
    ['has words before it', `Here it is:\n\`\`\`json\n${post}\n\`\`\``],
  ])('is no JSON where it %s', (_, text) => {
    expect(problemOf(text)).toContain('It is not JSON');
  });

  it.each([
    ['empty lines', '\n'],
    ['spaces', ' '],
    ['fences', '```\n'],
  ])('that does not close is told at once, though a million characters of %s follow', (_, piece) => {
    const text = `\`\`\`json\n${piece.repeat(1_000_000 / piece.length)}x`;
    const before = process.cpuUsage().user;
    expect(problemOf(text)).toContain('It is not JSON');
    expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(20_000);
  });
});
