import { definePrompt } from './define-prompt.js';

describe('a prompt of a room', () => {
  const greeting = definePrompt({
    name: 'test.greeting',
    version: 3,
    instructions: ({ language }: { language: string }) => `Greet in ${language}.`,
  });

  it('is known by its name and version', () => {
    expect(greeting.promptVersion).toBe('test.greeting@3');
  });

  it('is written for what it is asked about', () => {
    expect(greeting.instructions({ language: 'Dutch' })).toBe('Greet in Dutch.');
  });
});
