import { asksForPlatformHelp } from './platform-help.js';

describe('a question about the product itself', () => {
  it.each([
    'How do I upload a file?',
    'where is the dashboard',
    'API key not working',
    'Creating a knowledge bucket',
  ])('is recognised: %s', (question) => expect(asksForPlatformHelp(question)).toBe(true));

  it.each(['What does the team plan cost?', 'Which colours may we use?', 'unhelpful'])(
    'is not seen in: %s',
    (question) => expect(asksForPlatformHelp(question)).toBe(false),
  );
});
