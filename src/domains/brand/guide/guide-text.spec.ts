import { completeProfile, guideOf } from '../brand-profile.js';
import { guideText, leanings } from './guide-text.js';

describe('a guide in a prompt', () => {
  it('says all that is set, each rule in a line of its own', () => {
    const guide = guideOf(
      3,
      completeProfile({
        name: 'Acme\nTools',
        voice: ' A neighbour who knows tools.\nNever brags. ',
        tones: {
          formal_casual: 80,
          serious_funny: 33,
          respectful_irreverent: 50,
          matter_of_fact_enthusiastic: null,
        },
        dos: ['Name the benefit\n\nfirst.'],
        donts: ['Never say "cheap".'],
        banned_phrases: ['best in class', 'synergy'],
        required_phrases: ['Made in Leeds'],
        terminology: [{ term: 'customer', instead_of: ['client', 'user'] }],
      }),
    );
    expect(guideText(guide)).toBe(
      [
        'Brand: Acme Tools',
        'Voice: A neighbour who knows tools.\nNever brags.',
        'Tone:',
        '- casual (80 of 100, from formal to casual)',
        '- serious (33 of 100, from serious to funny)',
        '- in the middle (50 of 100, from respectful to irreverent)',
        'Do:',
        '- Name the benefit first.',
        "Don't:",
        '- Never say "cheap".',
        'Never write:',
        '- best in class',
        '- synergy',
        'Say somewhere, word for word:',
        '- Made in Leeds',
        'Words to use:',
        '- “customer”, not “client” or “user”',
      ].join('\n'),
    );
    expect(leanings(guide)).toEqual(['casual', 'serious']);
  });

  it('is empty where nothing is set', () => {
    expect(guideText(guideOf(null, completeProfile({})))).toBe('');
  });
});
