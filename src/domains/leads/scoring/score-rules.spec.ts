import fc from 'fast-check';
import { readGroups } from './score-check.js';
import type { ScoreGroupFields } from './score.dto.js';
import { countedRules, DEFAULT_GROUPS, type ScoreGroup, scoreOf } from './score-rules.js';

const rule = fc.record({
  name: fc.constant('rule'),
  when: fc.constant({ all: [] }),
  points: fc.integer({ min: -100, max: 100 }),
});
const groups: fc.Arbitrary<ScoreGroup[]> = fc
  .array(
    fc.record({
      weight: fc.double({ min: 0, max: 100, noNaN: true }),
      counts: fc.constantFrom('first' as const, 'every' as const),
      rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 4 },
  )
  .map((list) =>
    list.map((group, at) => ({
      ...group,
      key: `g${at}`,
      name: 'group',
      rules: group.rules.map((one, place) => ({ ...one, key: `r${place}` })),
    })),
  );

describe('points of rules', () => {
  it('make a score from 0 to 100, however they are weighed', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const points = (group: string, key: string) =>
          list.find((one) => one.key === group)!.rules.find((one) => one.key === key)!.points;
        const score = scoreOf(list, countedRules(list, points));
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
      }),
    );
  });

  it('count once where the first rule counts, each where every one does, and up to the limit', () => {
    const rules = [10, 20, 30].map((points, at) => ({ key: `r${at}`, name: 'r', when: { all: [] }, points }));
    const group = { key: 'g', name: 'g', weight: 1, rules };
    const points = (_: string, key: string) => (key === 'r0' ? null : Number(key.slice(1)) * 10 + 10);
    const score = (one: ScoreGroup) => scoreOf([one], countedRules([one], points));
    expect(score({ ...group, counts: 'first' })).toBe(20);
    expect(score({ ...group, counts: 'every' })).toBe(50);
    expect(score({ ...group, counts: 'every', at_most: 35 })).toBe(35);
    expect(score({ ...group, counts: 'every', weight: 0.5, at_most: 35 })).toBe(18);
  });
});

describe('rules that somebody sends', () => {
  const given = (fields: object): ScoreGroupFields[] => [
    {
      key: 'g',
      weight: 1,
      counts: 'every',
      rules: [{ key: 'r', when: { event: 'opened' }, points: 5, ...fields }],
    },
  ];
  const places = (list: ScoreGroupFields[]) => readGroups(list, new Map()).issues.map(({ path }) => path);

  it('are the default ones as they stand', () => {
    const { groups: read, issues } = readGroups(DEFAULT_GROUPS as unknown as ScoreGroupFields[], new Map());
    expect(issues).toEqual([]);
    expect(read).toEqual(DEFAULT_GROUPS);
  });

  it('are refused at the place that is wrong', () => {
    expect(places(given({ half_life_days: 7 }))).toEqual([]);
    expect(places(given({ when: { all: [] }, half_life_days: 7 }))).toEqual([
      'groups.0.rules.0.half_life_days',
    ]);
    expect(places(given({ when: { event: 'bought' } }))).toEqual(['groups.0.rules.0.when.event']);
    expect(places([...given({}), ...given({})])).toEqual(['groups.1.key']);
    const [one] = given({});
    const many = {
      ...one!,
      rules: Array.from({ length: 101 }, (_, at) => ({ ...one!.rules[0]!, key: `r${at}` })),
    };
    expect(places([many])).toEqual(['groups']);
  });
});
