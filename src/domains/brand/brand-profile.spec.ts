import { completeProfile, contradictions, differences, withChanges } from './brand-profile.js';

describe('changes of a profile', () => {
  const before = completeProfile({
    name: 'Acme',
    dos: ['Be brief.'],
    terminology: [{ term: 'customer', instead_of: ['client'] }],
  });

  it('replace what they name, and colours, fonts and tones one by one', () => {
    const blue = withChanges(before, { colors: { primary: '#00f' }, tones: { formal_casual: 10 } });
    const after = withChanges(blue, { colors: { accent: '#f00' }, tones: { serious_funny: 0 }, dos: [] });
    expect(after).toMatchObject({
      name: 'Acme',
      colors: { primary: '#00f', accent: '#f00', text: null },
      tones: { formal_casual: 10, serious_funny: 0 },
      dos: [],
    });
    expect(differences(before, after)).toEqual(['colors', 'tones', 'dos']);
    expect(differences(after, withChanges(after, { name: undefined as never }))).toEqual([]);
  });

  it('are none when the same is said in another order', () => {
    const row = {
      terminology: [{ instead_of: ['client'], term: 'customer' }],
      dos: ['Be brief.'],
      name: 'Acme',
    };
    expect(differences(before, completeProfile(row))).toEqual([]);
  });
});

describe('a profile that wants what it forbids', () => {
  it.each([
    [
      'a banned word in a required phrase',
      { banned_phrases: ['x', 'no-cheap'], required_phrases: ['No cheap tricks'] },
      'banned_phrases.1',
    ],
    [
      'a banned word as a term',
      { banned_phrases: ['Customer'], terminology: [{ term: 'customer', instead_of: ['client'] }] },
      'banned_phrases.0',
    ],
    [
      'a don’t against a required phrase',
      { donts: ['Never say "Leeds".'], required_phrases: ['Made in Leeds'] },
      'donts.0',
    ],
    [
      'a term in place of another',
      {
        terminology: [
          { term: 'customer', instead_of: ['client'] },
          { term: 'client', instead_of: ['buyer'] },
        ],
      },
      'terminology.0.instead_of.0',
    ],
    [
      'two terms in place of one word',
      {
        terminology: [
          { term: 'customer', instead_of: ['client'] },
          { term: 'guest', instead_of: ['user', 'Client'] },
        ],
      },
      'terminology.1.instead_of.1',
    ],
  ])('is told so: %s', (_what, profile, path) => {
    expect(contradictions(completeProfile(profile)).map((issue) => issue.path)).toEqual([path]);
  });

  it('is not one that only spells a word differently', () => {
    const profile = {
      banned_phrases: ['client'],
      terminology: [{ term: 'iPhone', instead_of: ['Iphone', 'I-Phone'] }],
    };
    expect(contradictions(completeProfile(profile))).toEqual([]);
  });
});
