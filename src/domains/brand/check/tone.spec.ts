import { completeProfile, guideOf, type ProfilePart } from '../brand-profile.js';
import type { BrandGuide } from '../guide/brand-guide.js';
import { findViolations } from './find-violations.js';
import type { RuleId } from './violation.dto.js';

const guide = (profile: ProfilePart): BrandGuide => guideOf(1, completeProfile(profile));
const found = (of: BrandGuide, text: string, rule?: RuleId) =>
  findViolations(of, text)
    .filter((violation) => rule === undefined || violation.rule === rule)
    .map((violation) => violation.found);

describe('the tone', () => {
  const formal = guide({ name: 'NASA', tones: { formal_casual: 0 } });
  const plain = guide({ tones: { matter_of_fact_enthusiastic: 33 } });
  const casual = guide({ tones: { formal_casual: 100 } });

  it('is free where it is open, or between the ends', () => {
    const text = 'WOW!!! 🎉 We don’t do that. BUY NOW! '.repeat(10) + 'word '.repeat(60);
    expect(findViolations(guide({}), text)).toEqual([]);
    const middle = { serious_funny: 34, respectful_irreverent: 66, matter_of_fact_enthusiastic: 50 };
    expect(findViolations(guide({ tones: middle }), text)).toEqual([]);
  });

  it.each([
    ['exclamation marks, a run as one', plain, 'Now!!! Really?! Yes！', { '!!!': '.', '!': '', '！': '.' }],
    [
      'capitals, unless they are the brand’s own',
      formal,
      'BUY IT now. NASA has it, OK? We say STOP here.',
      { 'BUY IT': 'Buy it', STOP: 'stop' },
    ],
    ['emoji, a run as one', formal, 'Hi 👩‍👩‍👧🎉 and ❤️, 1 to 9 # ❤', { '👩‍👩‍👧🎉': '', '❤️': '' }],
    [
      'contractions',
      formal,
      "We don’t. It CAN'T. They're in, it's on.",
      { 'don’t': 'do not', "CAN'T": 'CANNOT', "They're": 'They are' },
    ],
    [
      'full forms where it is casual',
      casual,
      'You cannot, we Do not.',
      { cannot: "can't", 'Do not': "Don't" },
    ],
  ])('is judged by %s', (_what, of, text, replacements) => {
    const violations = findViolations(of, text).map(({ found: place, replacement }) => [place, replacement]);
    expect(violations).toEqual(Object.entries(replacements));
  });

  it('is judged by the length of sentences: 40 words where it is formal, 20 where it is casual', () => {
    const sentence = (words: number) => `We ${'word '.repeat(words - 2)}end.`;
    const text = `${sentence(20)} ${sentence(21)} ${sentence(41)}`;
    const lengths = (of: BrandGuide) =>
      found(of, text, 'tone/sentence-length').map((each) => each.split(' ').length);
    expect(lengths(formal)).toEqual([41]);
    expect(lengths(casual)).toEqual([21, 41]);
    expect(lengths(guide({ tones: { formal_casual: 50 } }))).toEqual([41]);
  });

  it('is judged by who speaks and who is spoken to, in English', () => {
    expect(found(formal, 'I think that this is the one for my team.', 'tone/person')).toEqual(['I', 'my']);
    expect(found(formal, 'Io e i miei amici. I gatti.', 'tone/person')).toEqual([]);
    const distant = 'The tool is fast. The tool is small. This is the one for the job.';
    expect(findViolations(casual, distant)).toMatchObject([
      { rule: 'tone/person', found: '', start: distant.length },
    ]);
    expect(findViolations(casual, `${distant} Try it, it is for you.`)).toEqual([]);
    expect(findViolations(casual, 'Das Werkzeug ist gut. Es ist klein. Es ist da.')).toEqual([]);
  });

  it('is judged by enthusiasm that is lacking', () => {
    const keen = guide({ tones: { matter_of_fact_enthusiastic: 67 } });
    expect(found(keen, 'One. Two. Three. Four. Five.', 'tone/enthusiasm')).toEqual(['']);
    expect(findViolations(keen, 'One. Two. Three. Four. Five!')).toEqual([]);
    expect(findViolations(keen, 'One. Two.')).toEqual([]);
  });
});
